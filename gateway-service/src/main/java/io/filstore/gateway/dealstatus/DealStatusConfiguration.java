package io.filstore.gateway.dealstatus;

import io.filstore.db.chain.Networks;
import io.filstore.db.deal.DealView;
import io.filstore.gateway.account.Callers;
import io.filstore.gateway.deal.OwnDeals;
import io.filstore.gateway.problem.Problems;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** The wiring of {@code /ws/deals}. */
@EnableWebSocket
@Configuration(proxyBeanMethods = false)
class DealStatusConfiguration {

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
      ClientSession.Parts parts, LiveProperties properties, Problems problems) {
    return registry ->
        registry
            .addHandler(new DealSocketHandler(parts), "/ws/deals")
            .setAllowedOriginPatterns("*") // the rules below decide about origins, with an answer
            .addInterceptors(new HandshakeRules(properties.allowedOrigins(), problems));
  }
}
