package io.filstore.retrieval.find;

import io.filstore.retrieval.outside.OutsideHttp;
import io.filstore.retrieval.outside.Patience;
import io.filstore.retrieval.peer.OwnPeer;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The wiring of the find client. */
@Configuration(proxyBeanMethods = false)
class FindConfiguration {

  @Bean
  Finder finder(FindProperties properties, OwnPeer self, Clock clock) {
    Patience patience = Patience.within(properties.patience());
    return new Finder(
        properties.routers(),
        Usable.of(properties.allowPrivate(), self.id(), self.addresses()),
        properties.allowPrivate()
            ? OutsideHttp.anywhere(patience)
            : OutsideHttp.publicOnly(patience),
        clock);
  }
}
