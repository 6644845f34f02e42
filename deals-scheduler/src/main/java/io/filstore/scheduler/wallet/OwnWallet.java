package io.filstore.scheduler.wallet;

import io.filstore.db.chain.Wallet;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.KeyType;
import java.util.Optional;

/** One of our wallets, by what is here of its key. */
public sealed interface OwnWallet {

  /** f1, f3 or f410. */
  FilAddress address();

  /** The kind of key behind the address. */
  KeyType keyType();

  /** The private key is sealed in the database. */
  record Local(FilAddress address, KeyType keyType) implements OwnWallet {}

  /** Somebody else has the key and signs when asked. */
  record Remote(FilAddress address, KeyType keyType) implements OwnWallet {}

  /** The key is elsewhere; balances and allocations are shown, nothing is signed. */
  record WatchOnly(FilAddress address, KeyType keyType) implements OwnWallet {}

  /** What a row says. */
  static OwnWallet of(Wallet row) {
    FilAddress address = FilAddress.parse(row.address());
    KeyType type = KeyType.of(row.keyType()).orElseThrow();
    return switch (row.kind()) {
      case "local" -> new Local(address, type);
      case "remote" -> new Remote(address, type);
      case "watch" -> new WatchOnly(address, type);
      default -> throw new IllegalStateException("wallet " + address + " is of no known kind");
    };
  }

  /** The word in the database and the API. */
  default String kind() {
    return switch (this) {
      case Local _ -> "local";
      case Remote _ -> "remote";
      case WatchOnly _ -> "watch";
    };
  }

  /**
   * Why the wallet can never be used for this; empty when it can. Says nothing about money, and
   * nothing about whether a remote signer answers.
   */
  default Optional<String> cannot(Ability ability) {
    return switch (this) {
      case Local _, Remote _ -> Optional.empty();
      case WatchOnly watched when keyType() == KeyType.DELEGATED -> Optional.of(ethereum(ability));
      case WatchOnly watched ->
          Optional.of("%s is only watched: its key is not here".formatted(watched.address()));
    };
  }

  /**
   * Builtin-actors ethaccount and market: AuthenticateMessage of such an account returns nothing.
   */
  private String ethereum(Ability ability) {
    return switch (ability) {
      case CLIENT_OF_F05_DEALS ->
          "%s cannot be the client of an f05 deal: f05 asks the client's actor whether it signed, and an Ethereum account does not answer; use an f1 or f3 wallet, or ddo through a contract"
              .formatted(address());
      case SIGN_MESSAGES, ALLOCATE_DATACAP ->
          "%s is an Ethereum account: its messages are Ethereum transactions, which are not signed here"
              .formatted(address());
      case SIGN_PROVIDER_REQUESTS ->
          "%s is an Ethereum account and only watched: its key is not here".formatted(address());
    };
  }
}
