package io.filstore.retrieval.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.car.CarIndex;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.outside.Fault;
import io.filstore.retrieval.outside.OutsideHttp;
import io.filstore.retrieval.outside.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several sources for one block, over real HTTP. */
class RaceTest {
  private static final byte[] BLOCK = "a block of ours".getBytes(UTF_8);
  private static final Cid CID = Cid.sha256(Cid.RAW, BLOCK);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Hedging NEVER = new Hedging(HOUR, HOUR, 2, HOUR);
  private static final Hedging AT_ONCE = new Hedging(Duration.ZERO, Duration.ZERO, 2, HOUR);

  private final OutsideHttp http = OutsideHttp.anywhere(new Patience(HOUR, HOUR, HOUR));
  private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private final HealthBook book = new HealthBook(new FallbackMeters(new SimpleMeterRegistry()));
  private final List<RawSource> servers = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    for (RawSource server : servers) {
      server.close();
    }
    http.close();
  }

  @Test
  void theSecondIsNotAskedWhileTheFirstIsInTime() throws Exception {
    RawSource first = good();
    RawSource second = good();

    assertThat(race(NEVER, first, second).run()).hasValue(BLOCK);
    assertThat(second.asked()).isEmpty();
  }

  @Test
  void theSecondAnswersForOneThatIsLate() throws Exception {
    RawSource late = server((_, _) -> over.await());
    RawSource second = good();

    assertThat(race(AT_ONCE, late, second).run()).hasValue(BLOCK);
  }

  @Test
  void thoseWhoLostAreHungUpOn() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    RawSource late =
        server((_, out) -> {
          waiting.countDown();
          try {
            while (true) {
              out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
            }
          } finally {
            hungUp.countDown();
          }
        });
    RawSource second =
        server((_, out) -> {
          waiting.await();
          out.write(RawSource.http("200 OK", BLOCK));
        });

    assertThat(race(AT_ONCE, late, second).run()).hasValue(BLOCK);
    hungUp.await();
  }

  @Test
  void noMoreThanAllowedAreAskedAtOnce() throws Exception {
    CountDownLatch bothAsked = new CountDownLatch(2);
    RawSource.Script silent =
        (_, _) -> {
          bothAsked.countDown();
          over.await();
        };
    RawSource first = server(silent);
    RawSource second = server(silent);
    RawSource third = good();
    Race race = race(AT_ONCE, first, second, third);
    Thread racing = Thread.startVirtualThread(() -> runQuietly(race));
    bothAsked.await();
    await().until(() -> racing.getState() == Thread.State.TIMED_WAITING);

    assertThat(third.asked()).isEmpty();
    racing.interrupt();
    racing.join();
  }

  @Test
  void aLiarCostsOnlyItself() throws Exception {
    RawSource liar = server((_, out) -> out.write(RawSource.http("200 OK", new byte[20])));
    RawSource honest = good();
    Race race = race(NEVER, liar, honest);

    assertThat(race.run()).hasValue(BLOCK);
    assertThat(race.tried()).extracting(Tried::fault).containsExactly(Fault.WRONG_BYTES);

    assertThat(race(NEVER, liar, honest).run()).hasValue(BLOCK);
    assertThat(liar.asked()).as("it is left alone now").hasSize(1);
    assertThat(honest.asked()).hasSize(2);
  }

  @Test
  void whenNobodyHasItEachWasAskedOnce() throws Exception {
    RawSource none = server((_, out) -> out.write(RawSource.http("404 Not Found", new byte[0])));
    RawSource down = good();
    down.close();
    Race race = race(NEVER, none, down);

    assertThat(race.run()).isEmpty();
    assertThat(race.tried())
        .extracting(Tried::fault)
        .containsExactly(Fault.NOT_THERE, Fault.UNREACHABLE);
    assertThat(none.asked()).hasSize(1);
  }

  @Test
  void theOtherWayOfTheSameServerIsTriedWhenItHasNotGotThePiece() throws Exception {
    RawSource both =
        server((asked, out) ->
            out.write(
                asked.path().startsWith("/ipfs/")
                    ? RawSource.http("200 OK", BLOCK)
                    : RawSource.http("404 Not Found", new byte[0])));
    Source.Provider provider = new Source.Provider("f01000", both.base(), "bafk-piece");
    Ask part = new Ask.PartOfPiece(provider, new CarIndex.Location(0, BLOCK.length + 1, 1));

    assertThat(of(NEVER, List.of(part, new Ask.Block(provider))).run()).hasValue(BLOCK);
  }

  @Test
  void oneThatIsLateIsNotAskedInItsOtherWayBesides() throws Exception {
    RawSource late = server((_, _) -> over.await());
    RawSource good = good();
    Source.Provider provider = new Source.Provider("f01000", late.base(), "bafk-piece");
    List<Ask> asks =
        List.of(
            new Ask.PartOfPiece(provider, new CarIndex.Location(0, BLOCK.length + 1, 1)),
            new Ask.Block(provider),
            new Ask.Block(new Source.Gateway(good.base())));

    assertThat(of(AT_ONCE, asks).run()).hasValue(BLOCK);
    assertThat(late.asked()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void givenUpAfterTheTimeForTheWhole() throws Exception {
    RawSource silent = server((_, _) -> over.await());
    Race race = race(new Hedging(HOUR, HOUR, 2, Duration.ofMillis(50)), silent);

    assertThat(race.run()).isEmpty();
    assertThat(race.tried()).extracting(Tried::fault).containsExactly(Fault.TOO_SLOW);
  }

  @Test
  void everyPlaceAtAServerComesBack() throws Exception {
    RawSource liar = server((_, out) -> out.write(RawSource.http("404 No", new byte[0])));
    for (int i = 0; i < 3 * Health.AT_ONCE; i++) {
      assertThat(race(NEVER, liar).run()).isEmpty();
    }
    assertThat(book.of(new Source.Gateway(liar.base())).places().availablePermits())
        .isEqualTo(Health.AT_ONCE);
  }

  private static void runQuietly(Race race) {
    try {
      race.run();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private RawSource good() throws IOException {
    return server((_, out) -> out.write(RawSource.http("200 OK", BLOCK)));
  }

  private RawSource server(RawSource.Script script) throws IOException {
    RawSource server = new RawSource(script);
    servers.add(server);
    return server;
  }

  private Race race(Hedging hedging, RawSource... sources) {
    return of(
        hedging,
        Stream.of(sources)
            .<Ask>map(source -> new Ask.Block(new Source.Gateway(source.base())))
            .toList());
  }

  private Race of(Hedging hedging, List<Ask> asks) {
    return new Race(CID, asks, (ask, cid) -> new Question(http, ask, cid), book, hedging, clock);
  }
}
