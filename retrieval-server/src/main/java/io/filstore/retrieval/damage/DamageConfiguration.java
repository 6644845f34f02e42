package io.filstore.retrieval.damage;

import io.filstore.db.piece.DamagedCars;
import io.filstore.db.piece.Pieces;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** The wiring of the package. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DamageConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(DamageConfiguration.class);

  @Bean
  Suspects suspects() {
    return new Suspects();
  }

  @Bean
  Checkups checkups(
      Suspects suspects,
      Pieces pieces,
      CarStore cars,
      DamagedCars damaged,
      Catalogue catalogue,
      Clock clock) {
    return new Checkups(suspects, pieces, cars, damaged, catalogue, clock);
  }

  @Bean
  CheckupRounds checkupRounds(Checkups checkups) {
    return new CheckupRounds(checkups);
  }

  /** Looks at suspects soon after they were reported. */
  static final class CheckupRounds {
    private final Checkups checkups;

    CheckupRounds(Checkups checkups) {
      this.checkups = checkups;
    }

    @Scheduled(
        fixedDelayString = "${filstore.retrieval.checkup-interval}",
        initialDelayString = "${filstore.retrieval.checkup-interval}")
    void round() {
      try {
        checkups.run();
      } catch (DataAccessException away) {
        LOG.warn("suspects could not be looked at: {}", away.toString());
      }
    }
  }
}
