package io.filstore.devnet.actors.market;

import io.filstore.filecoin.DealProposal;
import java.math.BigInteger;

/** What a proposal locks and pays; attoFIL. */
final class Funds {
  private Funds() {}

  static long duration(DealProposal p) {
    return p.endEpoch().value() - p.startEpoch().value();
  }

  static BigInteger price(DealProposal p, long epochs) {
    return p.storagePricePerEpoch().atto().multiply(BigInteger.valueOf(epochs));
  }

  static BigInteger ofClient(DealProposal p) {
    return p.clientCollateral().atto().add(price(p, duration(p)));
  }

  static BigInteger ofProvider(DealProposal p) {
    return p.providerCollateral().atto();
  }
}
