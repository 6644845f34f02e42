package io.filstore.watcher.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The header {@code webhook-signature}: {@code v1,} and the base64 HMAC-SHA256 over {@code
 * id.timestamp.body} (standardwebhooks.com; product.md section 7). A secret that begins with {@code
 * whsec_} is the base64 of the key bytes, any other is taken as UTF-8.
 */
final class WebhookSignature {
  private static final String ENCODED_SECRET = "whsec_";

  private final SecretKeySpec key;

  WebhookSignature(String secret) {
    this.key = new SecretKeySpec(keyBytes(secret), "HmacSHA256");
  }

  String sign(String id, long timestamp, byte[] body) {
    Mac mac = mac();
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this JVM cannot compute HMAC-SHA256", e);
    }
  }

  private static byte[] keyBytes(String secret) {
    return secret.startsWith(ENCODED_SECRET)
        ? Base64.getDecoder().decode(secret.substring(ENCODED_SECRET.length()))
        : secret.getBytes(StandardCharsets.UTF_8);
  }
}
