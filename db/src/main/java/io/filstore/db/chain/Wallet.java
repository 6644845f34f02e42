package io.filstore.db.chain;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code wallet}.
 *
 * @param address key address, {@code f1...}
 * @param actorId number of its {@code f0} address once the chain knows it
 * @param encryptedKey the private key, sealed under the keystore password
 */
public record Wallet(String address, @Nullable Long actorId, String keyType, byte[] encryptedKey) {
  @Override
  public String toString() {
    return "Wallet[" + address + "]";
  }
}
