package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemException;
import io.filstore.filecoin.Multiaddr;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The two questions that the story asks the chain itself, by Lotus JSON-RPC. */
final class ChainRpc {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final OkHttpClient http;
  private final URI address;
  private final String token;

  ChainRpc(OkHttpClient http, URI address, String token) {
    this.http = http;
    this.address = address;
    this.token = token;
  }

  /** DataCap of the client in bytes, zero when the registry does not know it. */
  BigInteger datacap(String client) {
    JsonNode status = call("Filecoin.StateVerifiedClientStatus", client);
    return status.isNull() ? BigInteger.ZERO : new BigInteger(status.asString());
  }

  /** Where the provider announces its HTTP interface on the chain. */
  Optional<URI> providerAddress(String provider) {
    for (JsonNode bytes : call("Filecoin.StateMinerInfo", provider).path("Multiaddrs")) {
      Optional<URI> http =
          Multiaddr.decode(Base64.getDecoder().decode(bytes.asString())).httpBase();
      if (http.isPresent()) {
        return http;
      }
    }
    return Optional.empty();
  }

  private JsonNode call(String method, String address) {
    ObjectNode call =
        JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    call.putArray("params").add(address).addNull();
    Request.Builder request =
        new Request.Builder()
            .url(this.address.toString())
            .post(RequestBody.create(call.toString(), MediaType.get("application/json")));
    if (!token.isBlank()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (Response response = http.newCall(request.build()).execute()) {
      JsonNode answer = JSON.readTree(response.body().string());
      @Nullable JsonNode result = answer.get("result");
      if (result == null) {
        throw new SystemException(
            "The chain refused %s: %s."
                .formatted(method, answer.at("/error/message").asString("")));
      }
      return result;
    } catch (IOException e) {
      throw new SystemException(
          "The chain at " + this.address + " broke off: " + e.getMessage(), e);
    }
  }
}
