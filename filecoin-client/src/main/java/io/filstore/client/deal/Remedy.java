package io.filstore.client.deal;

/** What a client can do after a provider's refusal. */
public enum Remedy {
  /** The same offer may pass at the same provider some time later. */
  RETRY_LATER,
  /** This provider will not take the piece; another one may. */
  RETRY_ELSEWHERE,
  /** A new offer with other terms may pass at the same provider. */
  FIX_AND_RETRY,
  /** The offer itself is wrong: no provider takes it before a person has looked. */
  GIVE_UP,
  /** Nothing is to be done: an earlier attempt succeeded. */
  ALREADY_HELD
}
