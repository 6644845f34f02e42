package io.filstore.scheduler.provider;

import io.filstore.client.deal.Transport;
import io.filstore.db.chain.Provider;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a provider takes a piece on our terms, and if not, why, with the numbers. */
public final class Eligibility {

  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

  private Eligibility() {}

  /** Empty when the provider is eligible. */
  public static Optional<String> refusal(Provider provider, Terms terms) {
    if (!provider.reachable()) {
      return refuse(provider, "is not reachable: " + provider.lastError());
    }
    if (!provider.products().contains(terms.product())) {
      return refuse(
          provider, "does not offer " + terms.product() + ", only " + provider.products());
    }
    if (provider.transport().equals(Transport.BOOST.word()) && !terms.verified()) {
      return refuse(provider, "is a boostd: it takes direct deals with an allocation only");
    }
    long size = terms.size().bytes();
    Long min = provider.minPieceSize();
    if (min != null && size < min) {
      return refuse(provider, "takes pieces from " + min + " bytes, this one has " + size);
    }
    Long max = smaller(provider.maxPieceSize(), provider.sectorSize());
    if (max != null && size > max) {
      return refuse(provider, "takes pieces up to " + max + " bytes, this one has " + size);
    }
    BigInteger ask = ask(provider, terms);
    if (ask.compareTo(terms.maxPrice()) > 0) {
      return refuse(
          provider, "asks " + ask + " attoFIL per GiB and epoch, the cap is " + terms.maxPrice());
    }
    return Optional.empty();
  }

  /**
   * The ask that applies, attoFIL per GiB and epoch. A ddo deal pays the provider nothing through
   * the chain.
   */
  public static BigInteger ask(Provider provider, Terms terms) {
    if (terms.product().equals("ddo")) {
      return BigInteger.ZERO;
    }
    BigInteger ask = terms.verified() ? provider.askVerifiedPriceAtto() : provider.askPriceAtto();
    return ask == null ? BigInteger.ZERO : ask;
  }

  /** attoFIL per epoch for the whole piece, rounded up. */
  public static BigInteger pricePerEpoch(Provider provider, Terms terms) {
    BigInteger[] parts =
        ask(provider, terms)
            .multiply(BigInteger.valueOf(terms.size().bytes()))
            .divideAndRemainder(GIB);
    return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
  }

  private static Optional<String> refuse(Provider provider, String why) {
    return Optional.of(provider.id() + " " + why);
  }

  private static @Nullable Long smaller(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.min(a, b);
  }
}
