package io.filstore.filecoin;

/**
 * Signs for one key address, with a key at hand or by asking whoever has it. Thread safe. A signer
 * that asks others says what went wrong in its exception.
 */
public interface Signer {

  /** The address that signatures verify against: f1 or f3. */
  FilAddress address();

  /**
   * The signature over the payload as {@link Signatures#verify} takes it: secp256k1 signs its
   * BLAKE2b-256, BLS the payload itself.
   */
  Signature sign(byte[] payload);

  /** Whether signing is computation alone; otherwise it asks over the network and may take long. */
  boolean signsHere();
}
