package io.filstore.scheduler;

import io.filstore.devnet.Devnet;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.LocalKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys in the wallet of a devnet's node, which then signs for us. */
final class NodeWallet {

  private NodeWallet() {}

  /** A key that the node makes. */
  static FilAddress newKey(Devnet node, @Nullable String token) {
    return call(node, token, "WalletNew", "\"secp256k1\"");
  }

  /** A key that the node is given. */
  static void give(Devnet node, @Nullable String token, LocalKey key) {
    String secret = Base64.getEncoder().encodeToString(key.secret());
    String info = "{\"Type\":\"%s\",\"PrivateKey\":\"%s\"}".formatted(key.type().word(), secret);
    call(node, token, "WalletImport", info);
  }

  private static FilAddress call(
      Devnet node, @Nullable String token, String method, String parameter) {
    return FilAddress.parse(result(node, token, method, parameter).asString());
  }

  /** The result of any method of the node. */
  static JsonNode result(Devnet node, @Nullable String token, String method, String parameter) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.%s\",\"params\":[%s]}"
            .formatted(method, parameter);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.lotusUrl().toString()))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
      return JsonMapper.shared().readTree(answer).required("result");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
