package io.filstore.retrieval.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many who want one block cause one fetch. */
class FlightsTest {
  private static final Flights.Key KEY =
      new Flights.Key(Multihash.sha256(new byte[] {1}), "a piece");
  private static final Landed LANDED = new Landed(Optional.of(new byte[] {1}), List.of());

  private final Flights flights = new Flights();

  @Test
  void manyWaitForOne() throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    List<Landed> results = new CopyOnWriteArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(
          Thread.startVirtualThread(() ->
              results.add(
                  joined(() -> {
                    fetched.incrementAndGet();
                    goOn.await();
                    return LANDED;
                  }))));
    }
    await().until(() -> readers.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
    goOn.countDown();
    for (Thread reader : readers) {
      reader.join();
    }

    assertThat(results).hasSize(20).allSatisfy(one -> assertThat(one).isSameAs(LANDED));
    assertThat(fetched).hasValue(1);
  }

  @Test
  void whatHasLandedIsNotKept() {
    AtomicInteger fetched = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      joined(() -> {
        fetched.incrementAndGet();
        return LANDED;
      });
    }
    assertThat(fetched).hasValue(3);
  }

  @Test
  void anotherPieceIsAnotherQuestion() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread first =
        Thread.startVirtualThread(() ->
            joined(() -> {
              under.countDown();
              goOn.await();
              return LANDED;
            }));
    under.await();

    assertThat(flights.join(new Flights.Key(KEY.hash(), "another piece"), () -> LANDED))
        .isSameAs(LANDED);
    goOn.countDown();
    first.join();
  }

  @Test
  void aFailureIsToldToThoseWhoWaitAndNotKept() throws Exception {
    assertThatThrownBy(() ->
            flights.join(
                KEY,
                () -> {
                  throw new IllegalStateException("broken");
                }))
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("broken");
    assertThat(flights.join(KEY, () -> LANDED)).isSameAs(LANDED);
  }

  private Landed joined(Callable<Landed> work) {
    try {
      return flights.join(KEY, work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
