package io.filstore.retrieval;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets pages of any origin read pieces and content (trustless gateway specification): the headers
 * on every answer, problems too, and the answer to {@code OPTIONS}. Nothing is given away by it, as
 * the credentials are in a header that a page must set by itself, never in a cookie.
 */
final class CrossOrigin extends OncePerRequestFilter implements HeaderWriter {

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    if (!isServed(request)) {
      return;
    }
    response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS");
    response.setHeader(
        HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
        "Authorization, Cache-Control, Content-Type, If-None-Match, Range, User-Agent, "
            + "X-Requested-With");
    response.setHeader(
        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
        "Accept-Ranges, Content-Disposition, Content-Length, Content-Location, Content-Range, "
            + "ETag, Retry-After, X-Chunked-Output, X-Ipfs-Path, X-Ipfs-Roots, X-Stream-Output");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!request.getMethod().equals("OPTIONS") || !isServed(request)) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
    response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
  }

  private static boolean isServed(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/ipfs/") || path.startsWith("/piece/") || path.startsWith("/routing/");
  }
}
