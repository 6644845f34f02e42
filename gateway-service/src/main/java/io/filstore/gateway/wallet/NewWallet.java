package io.filstore.gateway.wallet;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A wallet to add.
 *
 * @param kind {@code local} with a key, {@code remote} or {@code watch} with an address
 * @param key as {@code lotus wallet export} prints it
 * @param address f1, f3 or f410
 * @param name for people, at most 100 characters
 * @param isDefault whether new deals are made with it from now on
 */
record NewWallet(
    @Nullable String kind,
    @Nullable String key,
    @Nullable String address,
    @Nullable String name,
    @JsonProperty("default") @Nullable Boolean isDefault) {

  /** The key must not reach a log. */
  @Override
  public String toString() {
    return "NewWallet[" + kind + ", " + address + "]";
  }
}
