package io.filstore.devnet.chain;

import io.filstore.filecoin.Secp256k1Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Keys of the devnet's own actors. They follow from a name, are the same on every devnet, and are
 * therefore public: never fund them on a real network.
 */
public final class Keys {
  private Keys() {}

  public static Secp256k1Key worker(long miner) {
    return named("worker of f0" + miner);
  }

  /** The wallet of the node, which it has only while it makes deals as Lotus once did. */
  public static Secp256k1Key client() {
    return named("client of the node");
  }

  static Secp256k1Key owner(long miner) {
    return named("owner of f0" + miner);
  }

  private static Secp256k1Key named(String name) {
    try {
      byte[] seed = ("filstore devnet: " + name).getBytes(StandardCharsets.UTF_8);
      return Secp256k1Key.fromBytes(MessageDigest.getInstance("SHA-256").digest(seed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
