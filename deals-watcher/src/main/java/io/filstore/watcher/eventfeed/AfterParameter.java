package io.filstore.watcher.eventfeed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Reads {@code after=N} at the handshake: the number of the last event the client has; 0 without
 * it.
 */
final class AfterParameter implements HandshakeInterceptor {
  private static final String AFTER = "after";

  static long of(WebSocketSession session) {
    return session.getAttributes().get(AFTER) instanceof Long after ? after : 0L;
  }

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes)
      throws IOException {
    String text =
        UriComponentsBuilder.fromUri(request.getURI()).build().getQueryParams().getFirst(AFTER);
    OptionalLong after = text == null ? OptionalLong.of(0) : parse(text);
    if (after.isEmpty()) {
      refuse(response);
      return false;
    }
    attributes.put(AFTER, after.getAsLong());
    return true;
  }

  private static OptionalLong parse(String text) {
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static void refuse(ServerHttpResponse response) throws IOException {
    response.setStatusCode(HttpStatus.BAD_REQUEST);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response
        .getBody()
        .write(
            """
            {"type":"https://docs.filstore.example/problems/invalid-request","title":"Invalid request","status":400,\
            "detail":"after must be the number of an event, 0 or above.","code":"invalid_request"}\
            """
                .getBytes(StandardCharsets.UTF_8));
    response.flush();
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception exception) {}
}
