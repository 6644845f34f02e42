package io.filstore.watcher.webhook;

import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.webhook.SecretBox;
import io.filstore.db.webhook.Webhooks;
import io.filstore.net.PublicSockets;
import io.filstore.watcher.FilecoinNetwork;
import java.time.Clock;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.sql.DataSource;
import okhttp3.HttpUrl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the operator's webhook, when one is set, and of those of accounts. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

  @Bean
  WebhookCall webhookCall(WebhookProperties properties, Clock clock) {
    SocketFactory sockets =
        properties.network() == FilecoinNetwork.DEVNET
            ? SocketFactory.getDefault()
            : new PublicSockets();
    return new WebhookCall(sockets, clock);
  }

  @Bean
  OperatorWebhook operatorWebhook(WebhookProperties properties, WebhookCall call) {
    String url = properties.url();
    String secret = properties.secret();
    if (url == null || secret == null) {
      return new OperatorWebhook(Optional.empty(), properties.schedule());
    }
    WebhookTarget target = new WebhookTarget(HttpUrl.get(url), new WebhookSignature(secret), call);
    return new OperatorWebhook(Optional.of(target), properties.schedule());
  }

  @Bean
  DeadLetters deadLetters(JdbcClient jdbc) {
    return new DeadLetters(jdbc);
  }

  @Bean
  Fanout webhookFanout(JdbcClient jdbc, EventLog log, Jobs jobs, TransactionTemplate transactions) {
    return new Fanout(jdbc, log, jobs, transactions);
  }

  @Bean
  Delivery webhookDelivery(
      Webhooks webhooks,
      EventLog log,
      WebhookCall call,
      WebhookProperties properties,
      WebhookHealth health,
      DeadLetters deadLetters) {
    return new Delivery(
        webhooks, log, new SecretBox(properties.key()), call, properties, health, deadLetters);
  }

  @Bean
  WebhookHealth webhookHealth(
      JdbcClient jdbc,
      EventLog log,
      TransactionTemplate transactions,
      WebhookProperties properties,
      Clock clock) {
    return new WebhookHealth(jdbc, log, transactions, properties.disableAfter(), clock);
  }

  @Bean
  DeliveryScheduler webhookDeliveries(DataSource database, Delivery delivery) {
    return new DeliveryScheduler(database, delivery);
  }
}
