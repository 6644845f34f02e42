package io.filstore.devnet.actors;

import io.filstore.devnet.actors.runtime.ActorEvent;
import java.util.List;

/**
 * What executing one message did.
 *
 * @param state the state afterwards
 * @param events empty when the message failed
 */
public record Execution(WorldState state, Receipt receipt, List<ActorEvent> events) {}
