package io.filstore.client.chain;

import io.filstore.filecoin.AttoFil;

/** A party's money in the storage market actor. */
public record MarketBalance(AttoFil escrow, AttoFil locked) {

  /** What new deals may still lock. */
  public AttoFil available() {
    return new AttoFil(escrow.atto().subtract(locked.atto()));
  }
}
