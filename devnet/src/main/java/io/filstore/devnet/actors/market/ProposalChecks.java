package io.filstore.devnet.actors.market;

import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.filecoin.DealProposal;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The checks on one proposal that need no state (builtin-actors actors/market/src/lib.rs,
 * validate_deal; policy.rs). Used by f05 and, with the same words, by the providers.
 */
public final class ProposalChecks {
  private final Limits limits;

  public ProposalChecks(Limits limits) {
    this.limits = limits;
  }

  /** Why the proposal is not acceptable at {@code epoch}, or empty. */
  public Optional<String> refusal(DealProposal p, long epoch) {
    return pieceRefusal(p)
        .or(() -> timeRefusal(p, epoch))
        .or(() -> amountRefusal("price per epoch", p.storagePricePerEpoch().atto()))
        .or(() -> amountRefusal("client collateral", p.clientCollateral().atto()))
        .or(() -> providerCollateralRefusal(p));
  }

  private Optional<String> pieceRefusal(DealProposal p) {
    try {
      if (PieceCid.of(p.pieceCid()).isV2()) {
        return Optional.of("proposal PieceCID had wrong prefix");
      }
    } catch (FormatException e) {
      return Optional.of("proposal PieceCID had wrong prefix: " + e.getMessage());
    }
    if (p.verified() && p.pieceSize().bytes() < limits.minVerifiedPiece()) {
      return Optional.of(
          "verified piece size %d below minimum %d"
              .formatted(p.pieceSize().bytes(), limits.minVerifiedPiece()));
    }
    return Optional.empty();
  }

  private Optional<String> timeRefusal(DealProposal p, long epoch) {
    long start = p.startEpoch().value();
    long end = p.endEpoch().value();
    if (end <= start) {
      return Optional.of("proposal end epoch %d before start epoch %d".formatted(end, start));
    }
    if (start < epoch) {
      return Optional.of(
          "deal start epoch %d has already elapsed; current epoch: %d".formatted(start, epoch));
    }
    long duration = end - start;
    if (duration < limits.minDealDuration() || duration > limits.maxDealDuration()) {
      return Optional.of(
          "deal duration out of bounds (min, max, provided): %d, %d, %d"
              .formatted(limits.minDealDuration(), limits.maxDealDuration(), duration));
    }
    return Optional.empty();
  }

  private static Optional<String> amountRefusal(String name, BigInteger amount) {
    boolean fits = amount.signum() >= 0 && amount.compareTo(Limits.TOTAL_FIL) <= 0;
    return fits ? Optional.empty() : Optional.of(name + " out of bounds: " + amount);
  }

  private static Optional<String> providerCollateralRefusal(DealProposal p) {
    BigInteger given = p.providerCollateral().atto();
    BigInteger least = Limits.minProviderCollateral(p.pieceSize().bytes());
    if (given.compareTo(least) < 0 || given.compareTo(Limits.TOTAL_FIL) > 0) {
      return Optional.of(
          "proposed provider collateral out of bounds: %s, %s to %s"
              .formatted(given, least, Limits.TOTAL_FIL));
    }
    return Optional.empty();
  }
}
