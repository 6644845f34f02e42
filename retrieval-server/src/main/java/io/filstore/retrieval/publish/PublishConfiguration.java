package io.filstore.retrieval.publish;

import io.filstore.db.piece.Pieces;
import io.filstore.ipni.EntryChunk;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.denylist.Denylist;
import io.filstore.retrieval.peer.OwnPeer;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of publishing, where it is switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("filstore.retrieval.publish.enabled")
@EnableScheduling
class PublishConfiguration {

  @Bean
  Chain chain(JdbcClient jdbc, OwnPeer self) {
    return new Chain(jdbc, self.id());
  }

  @Bean
  Publisher publisher(
      PublishProperties properties,
      OwnPeer self,
      Chain chain,
      JdbcClient jdbc,
      Pieces pieces,
      CarStore cars,
      Denylist denylist,
      TransactionTemplate transactions,
      Clock clock) {
    if (self.address().isEmpty()) {
      throw new IllegalStateException(
          "IPNI_PUBLISH needs RETRIEVAL_PUBLIC_URL to be an http or https URL without a query");
    }
    Listings listings = new Listings(jdbc, self.id());
    return new Publisher(
        new Statements(self, new Mirrors(self, properties.mirrorPeers()), chain, listings),
        chain,
        listings,
        pieces,
        cars,
        denylist::denies,
        new LeftOut(jdbc, self.id(), cars, denylist::now),
        transactions,
        EntryChunk.USUAL_ENTRIES,
        clock);
  }

  @Bean
  Announcer announcer(PublishProperties properties, JdbcClient jdbc, OwnPeer self, Clock clock) {
    return new Announcer(
        properties.announceTo(),
        new Announcements(jdbc, self.id(), properties.announceInterval(), clock),
        self,
        Announcer.client());
  }

  @Bean
  Rounds rounds(Publisher publisher, Announcer announcer) {
    return new Rounds(publisher, announcer);
  }

  /** Says what there is to say, then tells of it. */
  static final class Rounds {
    private final Publisher publisher;
    private final Announcer announcer;

    Rounds(Publisher publisher, Announcer announcer) {
      this.publisher = publisher;
      this.announcer = announcer;
    }

    @Scheduled(
        fixedDelayString = "${filstore.retrieval.publish.interval}",
        initialDelayString = "${filstore.retrieval.publish.interval}")
    void round() throws IOException, InterruptedException {
      publisher.run();
      announcer.run();
    }
  }
}
