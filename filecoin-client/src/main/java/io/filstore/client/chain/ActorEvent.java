package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;

/**
 * Something that f05 or f06 told of one deal, allocation or claim.
 *
 * @param emitter {@link FilAddress#MARKET} or {@link FilAddress#VERIFREG}
 * @param type for instance {@code deal-activated} or {@code claim}
 * @param id of the deal, or of the allocation, which is also the claim's
 * @param client actor id
 * @param provider actor id
 * @param height of the tipset that holds the message
 * @param tipset that one's key
 * @param message CID of the message
 * @param reverted whether a reorg took it back
 */
public record ActorEvent(
    FilAddress emitter,
    String type,
    long id,
    long client,
    long provider,
    long height,
    TipsetKey tipset,
    Cid message,
    boolean reverted) {}
