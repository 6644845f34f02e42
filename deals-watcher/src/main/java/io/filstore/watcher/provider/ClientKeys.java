package io.filstore.watcher.provider;

import io.filstore.filecoin.Signer;
import java.util.Optional;

/** The keys that providers know our deals by; a status is given only to the deal's client. */
@FunctionalInterface
interface ClientKeys {
  /** The key of one of our wallets, by its address; empty when it is not in this database. */
  Optional<Signer> of(String wallet);
}
