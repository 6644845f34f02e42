package io.filstore.watcher.eventfeed;

import io.filstore.db.event.EventLog;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** The wiring of the live event feed. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class EventFeedConfiguration {
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  @Bean
  EventSignal eventSignal() {
    return new EventSignal();
  }

  @Bean
  EventListener eventListener(JdbcConnectionDetails database, EventSignal signal) {
    return new EventListener(
        () ->
            DriverManager.getConnection(
                database.getJdbcUrl(), database.getUsername(), database.getPassword()),
        signal,
        RECONNECT);
  }

  @Bean
  WebSocketConfigurer eventFeed(
      EventLog log, EventSignal signal, EventFeedProperties properties, Clock clock) {
    EventFeedHandler handler =
        new EventFeedHandler(log, signal, properties.timing(), properties.maxClients(), clock);
    return registry ->
        registry.addHandler(handler, "/internal/events").addInterceptors(new AfterParameter());
  }
}
