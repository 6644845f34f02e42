package io.filstore.devnet.chain;

import io.filstore.devnet.actors.WorldState;
import io.filstore.filecoin.SignedMessage;
import java.util.List;

/**
 * What the chain can be wound back to.
 *
 * @param state seen from the tipset, what was granted at it included
 * @param included messages of the tipset, not executed yet
 * @param direct grants, miners and terminations that came in while it was the head
 */
record Frame(long height, WorldState state, List<SignedMessage> included, List<Entry> direct) {}
