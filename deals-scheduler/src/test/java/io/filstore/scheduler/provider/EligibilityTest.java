package io.filstore.scheduler.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.chain.Provider;
import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EligibilityTest {

  private static final BigInteger CAP = BigInteger.valueOf(100);

  private static Provider provider(
      boolean reachable, long ask, long min, long max, String... products) {
    return new Provider(
        "f01000",
        "https://sp.example.org",
        null,
        1L << 35,
        List.of(products),
        "curio",
        BigInteger.valueOf(ask),
        BigInteger.ZERO,
        min,
        max,
        reachable,
        reachable ? null : "connection refused",
        Instant.EPOCH);
  }

  private static Terms terms(String product, boolean verified, long size) {
    return new Terms(product, verified, new PaddedPieceSize(size), CAP);
  }

  @Test
  void saysWhyNotWithTheNumbers() {
    assertThat(Eligibility.refusal(provider(false, 1, 1, 4096, "ddo"), terms("ddo", true, 2048)))
        .contains("f01000 is not reachable: connection refused");
    assertThat(Eligibility.refusal(provider(true, 1, 1, 4096, "mk12"), terms("ddo", true, 2048)))
        .contains("f01000 does not offer ddo, only [mk12]");
    assertThat(Eligibility.refusal(provider(true, 1, 4096, 8192, "ddo"), terms("ddo", true, 2048)))
        .contains("f01000 takes pieces from 4096 bytes, this one has 2048");
    assertThat(Eligibility.refusal(provider(true, 1, 1, 1024, "ddo"), terms("ddo", true, 2048)))
        .contains("f01000 takes pieces up to 1024 bytes, this one has 2048");
    assertThat(
            Eligibility.refusal(
                provider(true, 1, 1, 1L << 36, "ddo"), terms("ddo", true, 1L << 36)))
        .contains("f01000 takes pieces up to 34359738368 bytes, this one has 68719476736");
    assertThat(
            Eligibility.refusal(provider(true, 101, 1, 4096, "mk12"), terms("mk12", false, 2048)))
        .contains("f01000 asks 101 attoFIL per GiB and epoch, the cap is 100");
  }

  @Test
  void onlyTheAskThatAppliesCounts() {
    Provider dear = provider(true, 101, 1, 4096, "mk12", "ddo");

    assertThat(Eligibility.refusal(dear, terms("mk12", true, 2048))).isEmpty();
    assertThat(Eligibility.refusal(dear, terms("ddo", true, 2048))).isEmpty();
  }

  @Test
  void thePriceIsPerEpochForTheWholePieceRoundedUp() {
    Provider provider = provider(true, 50_000_000, 1, 1L << 36, "mk12");

    assertThat(Eligibility.pricePerEpoch(provider, terms("mk12", false, 1L << 35)))
        .isEqualTo(BigInteger.valueOf(1_600_000_000));
    assertThat(Eligibility.pricePerEpoch(provider, terms("mk12", false, 1L << 11)))
        .isEqualTo(BigInteger.valueOf(96));
  }
}
