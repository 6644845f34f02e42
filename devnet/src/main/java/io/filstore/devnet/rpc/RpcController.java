package io.filstore.devnet.rpc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** JSON-RPC over HTTP: one request or a batch, statuses as go-jsonrpc gives them. */
@RestController
final class RpcController {
  /** The longest real request is a batch of proposals to publish, some megabytes. */
  private static final int MAX_BODY = 16 << 20;

  /** What a reverse proxy answers for a node that is away. */
  private static final byte[] BAD_GATEWAY =
      """
      <html>
      <head><title>502 Bad Gateway</title></head>
      <body>
      <center><h1>502 Bad Gateway</h1></center>
      <hr><center>nginx</center>
      </body>
      </html>
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Dispatcher dispatcher;
  private final Access access;
  private final NodeFaults faults;

  RpcController(Dispatcher dispatcher, Access access, NodeFaults faults) {
    this.dispatcher = dispatcher;
    this.access = access;
    this.faults = faults;
  }

  @PostMapping("/rpc/v1")
  void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Optional<Permission> held =
        access.of(request.getHeader("Authorization"), request.getParameter("token"));
    if (held.isEmpty()) {
      response.setStatus(401);
      return;
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      response.setStatus(413);
      return;
    }
    answer(body, held.get(), response);
  }

  private void answer(byte[] body, Permission held, HttpServletResponse response)
      throws IOException {
    JsonNode parsed;
    try {
      parsed = Result.JSON.readTree(body);
    } catch (JacksonException e) {
      send(new Reply.Failure(Result.JSON.nullNode(), RpcException.parseError()), response);
      return;
    }
    if (failsOnTheWay(parsed, response)) {
      return;
    }
    if (parsed.isMissingNode() || (parsed.isArray() && parsed.isEmpty())) {
      send(new Reply.Failure(Result.JSON.nullNode(), RpcException.invalidRequest()), response);
    } else if (parsed instanceof ArrayNode batch) {
      sendBatch(batch, held, response);
    } else {
      Reply reply = reply(parsed, held);
      if (parsed.has("id")) {
        send(reply, response);
      }
    }
  }

  /** What stands between the client and the node may fail first. */
  private boolean failsOnTheWay(JsonNode parsed, HttpServletResponse response) throws IOException {
    List<String> methods = new ArrayList<>();
    for (JsonNode request : parsed.isArray() ? parsed : List.of(parsed)) {
      methods.add(Dispatcher.shortName(request.path("method").asString("")));
    }
    faults.delay(methods);
    if (faults.take(NodeFault.Kind.UNAUTHORIZED, methods, "answers HTTP 401").isPresent()) {
      response.setStatus(401);
      return true;
    }
    if (faults.take(NodeFault.Kind.RATE_LIMIT, methods, "answers HTTP 429").isPresent()) {
      response.setStatus(429);
      return true;
    }
    if (faults.take(NodeFault.Kind.HTML_ERROR, methods, "answers a page of HTML").isPresent()) {
      response.setStatus(502);
      response.setContentType("text/html");
      response.getOutputStream().write(BAD_GATEWAY);
      return true;
    }
    return false;
  }

  private Reply reply(JsonNode request, Permission held) {
    JsonNode id = Reply.idOf(request);
    try {
      return new Reply.Success(id, dispatcher.call(request, held));
    } catch (RpcException e) {
      return new Reply.Failure(id, e);
    }
  }

  private static void send(Reply reply, HttpServletResponse response) throws IOException {
    response.setStatus(reply.httpStatus());
    response.setContentType("application/json");
    try (JsonGenerator out = Result.JSON.createGenerator(response.getOutputStream())) {
      reply.write(out);
    }
  }

  private void sendBatch(ArrayNode batch, Permission held, HttpServletResponse response)
      throws IOException {
    List<Reply> replies = new ArrayList<>();
    for (JsonNode request : batch) {
      Reply reply = reply(request, held);
      if (request.has("id")) {
        replies.add(reply);
      }
    }
    response.setContentType("application/json");
    try (JsonGenerator out = Result.JSON.createGenerator(response.getOutputStream())) {
      out.writeStartArray();
      replies.forEach(reply -> reply.write(out));
      out.writeEndArray();
    }
  }
}
