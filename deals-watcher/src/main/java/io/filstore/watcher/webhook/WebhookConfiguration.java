package io.filstore.watcher.webhook;

import io.filstore.watcher.FilecoinNetwork;
import java.time.Clock;
import java.util.Optional;
import javax.net.SocketFactory;
import okhttp3.HttpUrl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The webhook's target, when one is set. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

  @Bean
  Webhook webhook(WebhookProperties properties, Clock clock) {
    String url = properties.url();
    String secret = properties.secret();
    if (url == null || secret == null) {
      return new Webhook(Optional.empty(), properties.schedule());
    }
    SocketFactory sockets =
        properties.network() == FilecoinNetwork.DEVNET
            ? SocketFactory.getDefault()
            : new PublicSockets();
    WebhookTarget target =
        new WebhookTarget(HttpUrl.get(url), new WebhookSignature(secret), sockets, clock);
    return new Webhook(Optional.of(target), properties.schedule());
  }

  @Bean
  DeadLetters deadLetters(JdbcClient jdbc) {
    return new DeadLetters(jdbc);
  }
}
