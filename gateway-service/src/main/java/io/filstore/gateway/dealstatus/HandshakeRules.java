package io.filstore.gateway.dealstatus;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.gateway.problem.Problems;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.util.WebUtils;

/** Only upgrades, and from a browser only pages of our own or a listed origin. */
final class HandshakeRules implements HandshakeInterceptor {
  private final List<String> allowedOrigins;
  private final Problems problems;

  HandshakeRules(List<String> allowedOrigins, Problems problems) {
    this.allowedOrigins = allowedOrigins;
    this.problems = problems;
  }

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes)
      throws IOException {
    if (!"websocket".equalsIgnoreCase(request.getHeaders().getUpgrade())) {
      return refuse(
          request, response, ProblemException.invalid("This path speaks WebSocket only."));
    }
    boolean known =
        WebUtils.isSameOrigin(request)
            || allowedOrigins.contains(String.valueOf(request.getHeaders().getOrigin()));
    return known
        || refuse(
            request,
            response,
            new ProblemException(ProblemCode.FORBIDDEN, "Pages of this origin may not connect."));
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception exception) {}

  private boolean refuse(
      ServerHttpRequest request, ServerHttpResponse response, ProblemException problem)
      throws IOException {
    if (request instanceof ServletServerHttpRequest in
        && response instanceof ServletServerHttpResponse out) {
      problems.write(in.getServletRequest(), out.getServletResponse(), problem);
    }
    return false;
  }
}
