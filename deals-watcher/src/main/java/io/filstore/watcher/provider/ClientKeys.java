package io.filstore.watcher.provider;

import io.filstore.filecoin.Secp256k1Key;

/** The keys that providers know our deals by; a status is given only to the deal's client. */
@FunctionalInterface
interface ClientKeys {
  /** The key of one of our wallets, by its address. */
  Secp256k1Key of(String wallet);
}
