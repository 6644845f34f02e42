package io.filstore.scheduler.message;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.MessageReceipt;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signer;
import io.filstore.multiformats.Cid;
import io.filstore.scheduler.budget.SpendingLimits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Messages signed with our own key. An intent (purpose and subject) is given its nonce, signed and
 * stored under a lock on the sender's row before anything leaves; after that only those very bytes
 * are pushed, as often as it takes. So an intent executes at most once, whatever crashes between.
 */
public final class ChainMessages {

  /**
   * What a pool says of a message that it has, or that has been executed (lotus chain/messagepool).
   */
  private static final List<String> KNOWN_ALREADY =
      List.of("already known", "nonce too low", "minimum expected nonce is");

  private final Chain chain;
  private final MessageRows rows;
  private final FixMessage fix;

  public ChainMessages(
      Chain chain,
      JdbcClient jdbc,
      Wallets wallets,
      SpendingLimits limits,
      TransactionTemplate transactions) {
    this.chain = chain;
    this.rows = new MessageRows(jdbc);
    this.fix = new FixMessage(chain, rows, wallets, limits, transactions);
  }

  public Optional<ChainMessage> find(Purpose purpose, String subject) {
    return rows.find(purpose, subject);
  }

  /** Whether a message of this kind is signed and not settled. */
  public boolean anyPending(Purpose purpose, FilAddress wallet) {
    return rows.anyPending(purpose, wallet.toString());
  }

  /** Fixes the message of an intent, or returns the one that was fixed before. Pushes nothing. */
  public Signing sign(Purpose purpose, String subject, Signer key, MethodCall call) {
    return fix.fix(purpose, subject, key, call);
  }

  /**
   * Moves a message on: pushes it while it is not found, and settles it once its receipt is final.
   * It is declared lost only when another call is proven to have its nonce in the final chain.
   */
  public Fate advance(ChainMessage message) {
    if (message.lost()) {
      return new Fate.Lost(String.valueOf(message.error()));
    }
    if (message.settled()) {
      return new Fate.Settled(message);
    }
    // Read before the search: the head that is searched then descends from it.
    Tipset finalized = chain.finalized();
    try {
      Optional<MessageReceipt> receipt = chain.searchMessage(Cid.parse(message.cid()));
      return receipt.isPresent()
          ? found(message, receipt.get(), finalized)
          : missing(message, finalized);
    } catch (ChainError e) {
      if (e.saysNonceTaken()) {
        return taken(message, finalized, e.text());
      }
      throw e;
    }
  }

  /** Proven otherwise, by the absence of its effect: the message has not run and never will. */
  public Fate declareLost(ChainMessage message, String why) {
    rows.lost(message.id(), why);
    return new Fate.Lost(why);
  }

  private Fate found(ChainMessage message, MessageReceipt receipt, Tipset finalized) {
    if (receipt.height().isAfter(finalized.height())) {
      return new Fate.Waiting(null);
    }
    rows.settled(message.id(), receipt);
    return new Fate.Settled(again(message));
  }

  private Fate missing(ChainMessage message, Tipset finalized) {
    if (nonceUsed(message, finalized)) {
      return new Fate.Doubtful(
          "nonce %d of %s is used at the final epoch %s, but the chain endpoint does not find message %s"
              .formatted(message.nonce(), message.wallet(), finalized.height(), message.cid()));
    }
    push(message);
    return new Fate.Waiting(again(message).error());
  }

  private Fate taken(ChainMessage message, Tipset finalized, String told) {
    String why =
        "another message of %s has nonce %d: %s".formatted(message.wallet(), message.nonce(), told);
    return nonceUsed(message, finalized) ? declareLost(message, why) : new Fate.Waiting(why);
  }

  private boolean nonceUsed(ChainMessage message, Tipset at) {
    return chain.executedNonce(FilAddress.parse(message.wallet()), at.key()) > message.nonce();
  }

  private ChainMessage again(ChainMessage message) {
    return rows.find(
            Purpose.valueOf(message.purpose().toUpperCase(Locale.ROOT)), message.subjectId())
        .orElseThrow();
  }

  private void push(ChainMessage message) {
    try {
      chain.push(message.signed());
      rows.pushed(message.id());
    } catch (ChainError e) {
      if (known(e)) {
        rows.pushed(message.id());
      } else {
        rows.refused(message.id(), e.text());
      }
    }
  }

  /**
   * "already in mpool" is said of the same message and, with the price of replacing it, of another
   * one.
   */
  private static boolean known(ChainError e) {
    boolean same = e.says("already in mpool") && !e.says("increase GasPremium");
    return same || KNOWN_ALREADY.stream().anyMatch(e::says);
  }
}
