package io.filstore.retrieval.blockindex;

import io.filstore.db.piece.Pieces;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import java.io.IOException;
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
class BlockIndexConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(BlockIndexConfiguration.class);

  @Bean
  Runs blockRuns(BlockIndexProperties properties) throws IOException {
    return Runs.open(properties.dir());
  }

  @Bean
  Indexer blockIndexer(Runs runs, Pieces pieces, CarStore cars, Clock clock) {
    return new Indexer(runs, pieces, cars, clock);
  }

  @Bean
  BlockIndex blockIndex(
      Runs runs,
      Indexer indexer,
      Pieces pieces,
      Catalogue catalogue,
      CarStore cars,
      Suspects suspects) {
    return new BlockIndex(runs, indexer, pieces, catalogue, cars, suspects);
  }

  @Bean
  IndexRounds blockIndexRounds(Indexer indexer) {
    return new IndexRounds(indexer);
  }

  /** Looks for new CARs again and again. */
  static final class IndexRounds {
    private final Indexer indexer;

    IndexRounds(Indexer indexer) {
      this.indexer = indexer;
    }

    @Scheduled(fixedDelayString = "${filstore.retrieval.index.interval}")
    void round() {
      try {
        indexer.round();
      } catch (IOException | DataAccessException failure) {
        LOG.warn("the block index waits for its next round: {}", failure.toString());
      }
    }
  }
}
