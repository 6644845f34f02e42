package io.filstore.gateway.webhook;

import io.filstore.db.event.EventLog;
import io.filstore.db.webhook.Webhooks;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of webhooks. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
  @Bean
  OwnWebhooks ownWebhooks(
      Webhooks webhooks,
      EventLog log,
      WebhookProperties properties,
      TransactionTemplate transactions,
      Clock clock) {
    return new OwnWebhooks(webhooks, log, properties, transactions, clock);
  }
}
