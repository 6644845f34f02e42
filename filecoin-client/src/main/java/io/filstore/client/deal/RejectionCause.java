package io.filstore.client.deal;

/** Why a provider refuses, by what the client can do about it. */
public enum RejectionCause {
  /** Overload or a fault at the provider: the same offer may pass later. */
  TRANSIENT,
  /** Size, price, time or collateral do not fit: another offer may pass. */
  PARAMETER,
  /** The client lacks DataCap, money or permission: no offer passes before that changes. */
  CLIENT,
  /** The provider has this offer already: our earlier attempt succeeded. */
  DUPLICATE,
  /** The provider does not do this kind of deal. */
  PERMANENT
}
