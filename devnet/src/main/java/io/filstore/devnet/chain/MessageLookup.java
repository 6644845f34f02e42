package io.filstore.devnet.chain;

import io.filstore.devnet.actors.Receipt;
import io.filstore.devnet.actors.runtime.ActorEvent;
import io.filstore.filecoin.SignedMessage;
import java.util.List;

/**
 * An executed message.
 *
 * @param includedAt height of the tipset that holds it
 * @param executedAt height of the tipset in which its effect is visible, the next one
 * @param events what it emitted
 */
public record MessageLookup(
    SignedMessage signed,
    Receipt receipt,
    long includedAt,
    long executedAt,
    List<ActorEvent> events) {}
