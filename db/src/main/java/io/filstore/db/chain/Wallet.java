package io.filstore.db.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code wallet}.
 *
 * @param address key address, {@code f1...}, {@code f3...} or {@code f410f...}
 * @param actorId number of its {@code f0} address once the chain knows it
 * @param kind {@code local}: the key is here; {@code remote}: a signer has it; {@code watch}: only
 *     looked at
 * @param keyType {@code secp256k1}, {@code bls} or {@code delegated}
 * @param encryptedKey of a local wallet: the private key, sealed under the keystore password
 * @param isDefault whether new deals are made with it
 */
public record Wallet(
    String address,
    @Nullable Long actorId,
    String kind,
    String keyType,
    byte @Nullable [] encryptedKey,
    boolean isDefault,
    @Nullable String name,
    Instant createdAt) {
  @Override
  public String toString() {
    return "Wallet[" + address + "]";
  }
}
