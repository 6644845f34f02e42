package io.filstore.gateway.edge;

import io.filstore.gateway.problem.Problems;
import io.filstore.ids.Ulid;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id (the client's own when it is harmless) and a trace id (that of a W3C
 * traceparent when there is one), for logs, problems and the answer's headers.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdFilter extends OncePerRequestFilter {
  private static final String REQUEST_ID = "X-Request-Id";
  private static final String TRACEPARENT = "traceparent";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern TRACE =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = requestId(request.getHeader(REQUEST_ID));
    response.setHeader(REQUEST_ID, id);
    request.setAttribute(Problems.TRACE_ATTRIBUTE, trace(request, response, id));
    try (MDC.MDCCloseable ignored = MDC.putCloseable("request_id", id)) {
      chain.doFilter(request, response);
    }
  }

  private static String requestId(@Nullable String given) {
    return given != null && HARMLESS.matcher(given).matches() ? given : "req_" + Ulid.next();
  }

  private static String trace(HttpServletRequest request, HttpServletResponse response, String id) {
    String parent = request.getHeader(TRACEPARENT);
    Matcher matcher = TRACE.matcher(parent == null ? "" : parent);
    if (!matcher.matches()) {
      return id;
    }
    response.setHeader(TRACEPARENT, parent);
    return matcher.group(1);
  }
}
