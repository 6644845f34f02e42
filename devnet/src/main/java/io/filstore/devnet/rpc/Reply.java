package io.filstore.devnet.rpc;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The answer to one request, written in the key order of go-jsonrpc. */
sealed interface Reply {
  int httpStatus();

  void write(JsonGenerator out);

  record Success(JsonNode id, Result result) implements Reply {
    @Override
    public int httpStatus() {
      return 200;
    }

    @Override
    public void write(JsonGenerator out) {
      out.writeStartObject();
      out.writeName("id");
      Result.of(id).write(out);
      out.writeStringProperty("jsonrpc", "2.0");
      out.writeName("result");
      result.write(out);
      out.writeEndObject();
    }
  }

  record Failure(JsonNode id, RpcException error) implements Reply {
    @Override
    public int httpStatus() {
      return error.httpStatus();
    }

    @Override
    public void write(JsonGenerator out) {
      out.writeStartObject();
      out.writeName("error");
      out.writeStartObject();
      out.writeNumberProperty("code", error.code());
      out.writeStringProperty("message", error.getMessage());
      @Nullable Long data = error.data();
      if (data != null) {
        out.writeNumberProperty("data", data);
      }
      out.writeEndObject();
      out.writeName("id");
      Result.of(id).write(out);
      out.writeStringProperty("jsonrpc", "2.0");
      out.writeEndObject();
    }
  }

  /** The reply as one text. */
  static String text(Reply reply) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = Result.JSON.createGenerator(text)) {
      reply.write(out);
    }
    return text.toString();
  }

  /** The id of a request, JSON null when it has none that could be read. */
  static JsonNode idOf(JsonNode request) {
    JsonNode id = request.path("id");
    return id.isNumber() || id.isString() ? id : JsonNodeFactory.instance.nullNode();
  }
}
