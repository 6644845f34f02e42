package io.filstore.watcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

  /** The vector of standard-webhooks/standard-webhooks, libraries/javascript/src/index.test.ts. */
  @Test
  void signsThePublishedVectorOfTheStandard() {
    WebhookSignature signature = new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    assertThat(signature.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void takesAPlainSecretAsText() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(new WebhookSignature("plain").sign("evt_1", 1L, body))
        .isEqualTo(new WebhookSignature("whsec_cGxhaW4=").sign("evt_1", 1L, body))
        .isNotEqualTo(new WebhookSignature("other").sign("evt_1", 1L, body));
  }
}
