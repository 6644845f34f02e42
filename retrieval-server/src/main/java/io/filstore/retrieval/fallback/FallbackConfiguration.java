package io.filstore.retrieval.fallback;

import io.filstore.db.piece.PieceHolders;
import io.filstore.retrieval.cache.BlockCache;
import io.filstore.retrieval.find.Finder;
import io.filstore.retrieval.outside.OutsideHttp;
import io.filstore.retrieval.outside.Patience;
import io.filstore.retrieval.outside.ProviderReach;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The wiring of the fallback. */
@Configuration(proxyBeanMethods = false)
class FallbackConfiguration {

  @Bean
  HealthBook healthBook(MeterRegistry meters) {
    return new HealthBook(new FallbackMeters(meters));
  }

  @Bean
  Fallback fallback(
      FallbackProperties properties,
      ProviderReach reach,
      PieceHolders holders,
      Finder finder,
      HealthBook book,
      Clock clock) {
    Patience patience = Patience.within(properties.call());
    return new Fallback(
        properties,
        holders,
        http(reach.anywhere(), patience),
        http(properties.allowPrivate(), patience),
        BlockCache.open(
            properties.cacheDir(),
            properties.enabled() ? properties.cacheBytes().toBytes() : 0,
            clock),
        finder,
        book,
        clock);
  }

  private static OutsideHttp http(boolean anywhere, Patience patience) {
    return anywhere ? OutsideHttp.anywhere(patience) : OutsideHttp.publicOnly(patience);
  }
}
