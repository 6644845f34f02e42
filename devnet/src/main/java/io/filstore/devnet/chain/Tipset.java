package io.filstore.devnet.chain;

import io.filstore.multiformats.Cid;
import java.util.List;

/**
 * A tipset of one block.
 *
 * @param key CID of the block
 * @param parents keys of the tipset before, none at genesis
 */
public record Tipset(long height, Cid key, List<Cid> parents) {}
