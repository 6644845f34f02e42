package io.filstore.gateway.account;

import io.filstore.gateway.problem.ProblemException;
import io.filstore.gateway.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  private static final String TICKET = "ticket";

  /** Where a web page connects, which can send no header. */
  private static final Set<String> PUSH =
      Set.of("/api/v1/events/ws", "/api/v1/events/stream", "/ws/deals");

  private final Callers callers;
  private final EventTickets tickets;
  private final Problems problems;

  ApiKeyFilter(Callers callers, EventTickets tickets, Problems problems) {
    this.callers = callers;
    this.tickets = tickets;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    String ticket = header == null ? ticket(request) : null;
    if (header == null && ticket == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<Caller> caller;
    try {
      caller =
          ticket == null
              ? bearer(String.valueOf(header)).flatMap(callers::authenticate)
              : tickets.redeem(ticket);
    } catch (DataAccessException e) {
      problems.write(request, response, ProblemException.databaseAway(e));
      return;
    }
    if (caller.isEmpty()) {
      Unauthorized.answer(
          problems,
          request,
          response,
          "The API key or ticket is not valid, expired, revoked or used up.");
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new KeyAuthentication(caller.get()));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }

  private static @Nullable String ticket(HttpServletRequest request) {
    boolean push = request.getMethod().equals("GET") && PUSH.contains(request.getRequestURI());
    return push ? request.getParameter(TICKET) : null;
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
