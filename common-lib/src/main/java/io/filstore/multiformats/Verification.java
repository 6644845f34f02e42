package io.filstore.multiformats;

/** What comparing bytes with a multihash can end in. Only {@link #MATCHES} means valid. */
public enum Verification {
  MATCHES,
  DIFFERS,
  /** Nobody here computes this hash function, so nothing is known about the bytes. */
  UNKNOWN_HASH,
  /** The digest is shorter than its function gives: it proves too little to count. */
  TRUNCATED;

  /** Whether the question could be answered at all. */
  public boolean isConclusive() {
    return this == MATCHES || this == DIFFERS;
  }
}
