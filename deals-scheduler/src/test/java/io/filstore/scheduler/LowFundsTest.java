package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.client.chain.ChainUnavailable;
import io.filstore.db.event.Event;
import io.filstore.db.event.EventLog;
import io.filstore.scheduler.funds.WatchFunds;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Crossings of a threshold, each told once. */
class LowFundsTest {

  private final World world =
      new World(
          "--filstore.deals.replicas=1",
          "--filstore.funds.datacap-low-bytes=4096",
          "--filstore.funds.funds-low-attofil=1000000000000000000");
  private final WatchFunds watch = world.bean(WatchFunds.class);

  @AfterEach
  void close() {
    world.close();
  }

  private List<Event> told() {
    return world.bean(EventLog.class).of(world.wallet().toString(), 0, 100);
  }

  @Test
  void eachCrossingIsToldOnceHoweverManyLook() throws Exception {
    world.wallet();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Object> look = Executors.callable(watch::look);
      threads
          .invokeAll(IntStream.range(0, 8).mapToObj(i -> look).toList())
          .forEach(future -> future.resultNow());
    }
    assertThat(told())
        .extracting(Event::type)
        .containsExactlyInAnyOrder("funds.low", "datacap.low");
    Event funds =
        told().stream().filter(e -> e.type().equals("funds.low")).findFirst().orElseThrow();
    assertThat(funds.data().at("/balance/value").asString()).isEqualTo("0");
    assertThat(funds.data().at("/threshold/unit").asString()).isEqualTo("attoFIL");

    world.fund(100, 8192);
    watch.look();
    assertThat(told()).as("enough again is not told").hasSize(2);

    for (int i = 0; i < 3; i++) {
      world.piece();
      world.run(80);
    }
    watch.look();
    watch.look();
    assertThat(told())
        .extracting(Event::type)
        .containsExactlyInAnyOrder("funds.low", "datacap.low", "datacap.low");
    assertThat(told().getLast().data().at("/spendable").asLong()).isEqualTo(2048);
    assertThat(told().getLast().data().at("/samples").asLong()).isEqualTo(3);
  }

  @Test
  void nothingIsConcludedWhileTheChainIsAway() {
    world.wallet();
    world.cutChain(true);

    assertThatThrownBy(watch::look).isInstanceOf(ChainUnavailable.class);

    assertThat(told()).isEmpty();
  }
}
