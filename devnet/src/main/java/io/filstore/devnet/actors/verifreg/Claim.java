package io.filstore.devnet.actors.verifreg;

import io.filstore.multiformats.Cid;

/**
 * A claimed allocation; it keeps the allocation's id.
 *
 * @param termStart epoch of the claim
 * @param sector sector number at the provider
 */
public record Claim(
    long id,
    long provider,
    long client,
    Cid data,
    long size,
    long termMin,
    long termMax,
    long termStart,
    long sector) {

  static Claim of(Allocation a, long epoch, long sector) {
    return new Claim(
        a.id(),
        a.provider(),
        a.client(),
        a.data(),
        a.size(),
        a.termMin(),
        a.termMax(),
        epoch,
        sector);
  }
}
