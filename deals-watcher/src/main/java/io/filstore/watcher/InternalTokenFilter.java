package io.filstore.watcher;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes a caller with the internal token for another service. Compared by digest, in constant time.
 */
final class InternalTokenFilter extends OncePerRequestFilter {
  static final String SERVICE = "SERVICE";
  private static final String BEARER = "Bearer ";

  private final byte[] expected;

  InternalTokenFilter(String token) {
    this.expected = digest(token);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (matches(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      SecurityContextHolder.getContext()
          .setAuthentication(
              UsernamePasswordAuthenticationToken.authenticated(
                  "service", null, AuthorityUtils.createAuthorityList(SERVICE)));
    }
    chain.doFilter(request, response);
  }

  private boolean matches(@Nullable String header) {
    return header != null
        && header.startsWith(BEARER)
        && MessageDigest.isEqual(expected, digest(header.substring(BEARER.length())));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
