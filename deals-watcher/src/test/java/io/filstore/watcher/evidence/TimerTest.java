package io.filstore.watcher.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.deal.DealState;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerTest {
  private static final long WINDOW = 50;
  private static final long AUDIT = 300;
  private static final int CASES = 200_000;

  private final Derivation derivation = new Derivation(WINDOW);
  private final Timer timer = new Timer(WINDOW, AUDIT);
  private final Random random = new Random(1);

  /** What is not looked at before its time would have been no news. */
  @Test
  void noNewsOfTheHeightAloneIsMissed() {
    int quiet = 0;
    int early = 0;
    for (int i = 0; i < CASES; i++) {
      Known known = known();
      Look look = new Look(evidence(), random.nextLong(1000), "");
      if (derivation.derive(known, look) instanceof Next.Stay && known.state().open()) {
        quiet++;
        long next = timer.next("dl_" + i, known, look);
        assertThat(next).isBetween(look.height() + 1, look.height() + AUDIT);
        early += next < look.height() + AUDIT ? 1 : 0;
        long before = look.height() + random.nextLong(next - look.height());
        assertQuiet(known, look, before);
        assertQuiet(known, look, next - 1);
      }
    }
    assertThat(quiet).isGreaterThan(CASES / 50);
    assertThat(early).isGreaterThan(quiet / 2);
  }

  private void assertQuiet(Known known, Look look, long height) {
    assertThat(derivation.derive(known, new Look(look.evidence(), height, "")))
        .as("%s at %s, then at %d", known, look, height)
        .isInstanceOf(Next.Stay.class);
  }

  @Test
  void auditsAreSpreadOverTheEpochs() {
    Known known = new Known(DealState.ACTIVE, true, 1, 1_000_000, 0, 0);
    Look look = new Look(new Evidence.MarketDeal(1, 1, 1_000_000, 1, 1, -1), 500, "");
    Map<Long, Integer> perEpoch = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      perEpoch.merge(timer.next("dl_" + i * 7919, known, look), 1, Integer::sum);
    }
    assertThat(perEpoch).hasSize((int) AUDIT);
    assertThat(perEpoch.values()).allMatch(count -> count < 1000);
  }

  private Known known() {
    DealState[] states = DealState.values();
    return new Known(
        states[random.nextInt(states.length)],
        random.nextBoolean(),
        random.nextLong(1000),
        1 + random.nextLong(2000),
        0,
        random.nextLong(1000));
  }

  private Evidence evidence() {
    long start = random.nextLong(1000);
    return switch (random.nextInt(3)) {
      case 0 ->
          new Evidence.MarketDeal(
              1,
              start,
              start + 1 + random.nextLong(500),
              1,
              random.nextBoolean() ? -1 : random.nextLong(1000),
              -1);
      case 1 ->
          new Evidence.Claim(1, 1, start, 1 + random.nextLong(300), 301 + random.nextLong(300));
      default -> new Evidence.Allocation(1, random.nextLong(1000));
    };
  }
}
