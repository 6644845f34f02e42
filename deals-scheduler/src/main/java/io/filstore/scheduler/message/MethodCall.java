package io.filstore.scheduler.message;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;

/** A call of an actor's method, before nonce, gas and signature. */
public record MethodCall(FilAddress to, AttoFil value, long method, byte[] params) {}
