package io.filstore.gateway.account;

import io.filstore.gateway.problem.ProblemException;
import io.filstore.gateway.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads {@code Authorization: Bearer fsk_...}. A wrong key is refused even where none is needed.
 */
final class ApiKeyFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";

  private final Callers callers;
  private final Problems problems;

  ApiKeyFilter(Callers callers, Problems problems) {
    this.callers = callers;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<Caller> caller;
    try {
      caller = bearer(header).flatMap(callers::authenticate);
    } catch (DataAccessException e) {
      problems.write(request, response, ProblemException.databaseAway(e));
      return;
    }
    if (caller.isEmpty()) {
      Unauthorized.answer(
          problems, request, response, "The API key is not valid, expired or revoked.");
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new KeyAuthentication(caller.get()));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }

  private static Optional<String> bearer(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** Answers 401 with the header that RFC 9110 asks for. */
  static final class Unauthorized {
    private Unauthorized() {}

    static void answer(
        Problems problems, HttpServletRequest request, HttpServletResponse response, String detail)
        throws IOException {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"filstore\"");
      problems.write(
          request,
          response,
          new ProblemException(io.filstore.gateway.problem.ProblemCode.UNAUTHENTICATED, detail));
    }
  }

  /** A caller that has proved itself. */
  private static final class KeyAuthentication extends AbstractAuthenticationToken {
    private final transient Caller caller;

    KeyAuthentication(Caller caller) {
      super(AuthorityUtils.NO_AUTHORITIES);
      this.caller = caller;
      setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
      return "";
    }

    @Override
    public Object getPrincipal() {
      return caller;
    }
  }
}
