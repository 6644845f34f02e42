package io.filstore.devnet.actors.verifreg;

import io.filstore.multiformats.Cid;

/**
 * DataCap set aside for one piece at one provider.
 *
 * @param client actor id
 * @param provider actor id
 * @param data piece CID, version 1
 * @param size padded bytes
 * @param termMin least sector lifetime, epochs
 * @param termMax greatest sector lifetime, epochs
 * @param expiration last epoch at which it can be claimed
 */
public record Allocation(
    long id,
    long client,
    long provider,
    Cid data,
    long size,
    long termMin,
    long termMax,
    long expiration) {}
