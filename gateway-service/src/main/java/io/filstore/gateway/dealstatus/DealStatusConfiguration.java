package io.filstore.gateway.dealstatus;

import io.filstore.db.chain.Networks;
import io.filstore.db.deal.DealView;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.account.Callers;
import io.filstore.gateway.deal.OwnDeals;
import io.filstore.gateway.problem.Problems;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The wiring of the push of events. */
@EnableWebSocket
@Configuration(proxyBeanMethods = false)
class DealStatusConfiguration {

  @Bean
  EventAccess eventAccess(
      JdbcClient jdbc, EventLog log, JsonMapper json, LiveProperties properties, Clock clock) {
    return new EventAccess(jdbc, log, json, properties.replay(), clock);
  }

  @Bean
  Seats seats(LiveProperties limits) {
    return new Seats(limits.maxConnections(), limits.maxConnectionsOfAccount());
  }

  @Bean
  EventStreams eventStreams(ClientSession.Parts parts, Seats seats) {
    return new EventStreams(parts, seats);
  }

  @Bean
  DealMonitor.Reader monitoredDeals(OwnDeals deals, Networks networks) {
    return (accountId, id) ->
        deals.find(accountId, id).map(deal -> DealView.of(deal, networks.current()));
  }

  @Bean
  ClientSession.Parts clientSessionParts(
      LiveEvents live,
      EventAccess access,
      ServerFrames frames,
      DealMonitor.Reader deals,
      Callers callers,
      LiveProperties properties,
      Clock clock) {
    return new ClientSession.Parts(live, access, frames, deals, callers, properties, clock);
  }

  @Bean
  WebSocketConfigurer dealSockets(
      ClientSession.Parts parts, Seats seats, LiveProperties properties, Problems problems) {
    return registry ->
        registry
            .addHandler(new DealSocketHandler(parts, seats), "/api/v1/events/ws", "/ws/deals")
            .setAllowedOriginPatterns("*") // the rules below decide about origins, with an answer
            .addInterceptors(new HandshakeRules(properties.allowedOrigins(), problems));
  }
}
