package io.filstore.devnet.rpc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

  private final Dispatcher dispatcher;
  private final Access access;

  RpcController(Dispatcher dispatcher, Access access) {
    this.dispatcher = dispatcher;
    this.access = access;
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
