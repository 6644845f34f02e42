package io.filstore.gateway.edge;

import io.filstore.gateway.paging.Page;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Tags every answer to a read by its content: strong for one resource, weak for a list; an
 * unchanged one is a 304.
 */
@Component
final class EntityTagFilter extends OncePerRequestFilter {
  /** Answers without an end, which must not be gathered. */
  private static final Set<String> PUSH = Set.of("/api/v1/events/stream", "/api/v1/events/ws");

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    String path = request.getRequestURI();
    return !read || !path.startsWith("/api/") || PUSH.contains(path);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, answer);
    if (answer.getStatus() == HttpStatus.OK.value()) {
      String tag =
          tag(answer.getContentAsByteArray(), request.getAttribute(Page.ATTRIBUTE) != null);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
      if (new ServletWebRequest(request, response).checkNotModified(tag)) {
        return;
      }
    }
    answer.copyBodyToResponse();
  }

  private static String tag(byte[] body, boolean weak) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 27);
      return (weak ? "W/\"" : "\"") + text + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
