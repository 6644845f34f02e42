package io.filstore.filecoin;

/**
 * A private key in this process. Its text form shows the address only; who needs the secret asks
 * for it by name.
 */
public sealed interface LocalKey extends Signer permits Secp256k1Key, BlsKey {

  /** The kind of key. */
  KeyType type();

  /** The secret in the byte order of Lotus' key files, 32 bytes. */
  byte[] secret();

  @Override
  default boolean signsHere() {
    return true;
  }

  /**
   * The key of a secret.
   *
   * @throws IllegalArgumentException if the type has no such key; the message does not show it
   */
  static LocalKey of(KeyType type, byte[] secret) {
    return switch (type) {
      case SECP256K1 -> Secp256k1Key.fromBytes(secret);
      case BLS -> BlsKey.fromBytes(secret);
      case DELEGATED ->
          throw new IllegalArgumentException(
              "keys of f410 accounts sign Ethereum transactions, which this cannot do");
    };
  }
}
