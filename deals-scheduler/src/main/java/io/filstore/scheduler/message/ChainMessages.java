package io.filstore.scheduler.message;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.client.chain.MessageReceipt;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import io.filstore.filecoin.Signer;
import io.filstore.multiformats.Cid;
import java.util.List;
import java.util.Objects;
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
  private final Wallets wallets;
  private final TransactionTemplate transactions;

  public ChainMessages(
      Chain chain, JdbcClient jdbc, Wallets wallets, TransactionTemplate transactions) {
    this.chain = chain;
    this.rows = new MessageRows(jdbc);
    this.wallets = wallets;
    this.transactions = transactions;
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
    FilAddress sender = key.address();
    Message priced;
    try {
      priced = chain.estimateGas(unpriced(sender, call));
    } catch (ChainError e) {
      return refused(sender, call, e);
    }
    AttoFil needed = call.value().plus(priced.gasFeeCap().times(priced.gasLimit()));
    AttoFil available = chain.balance(sender);
    if (available.compareTo(needed) < 0) {
      return new Signing.NoFunds(needed, available);
    }
    long poolNonce = chain.nonce(sender);
    return Objects.requireNonNull(
        transactions.execute(status -> fix(purpose, subject, key, priced, poolNonce)));
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
            Purpose.valueOf(message.purpose().toUpperCase(java.util.Locale.ROOT)),
            message.subjectId())
        .orElseThrow();
  }

  private Signing fix(Purpose purpose, String subject, Signer key, Message priced, long poolNonce) {
    String wallet = key.address().toString();
    if (wallets.lock(wallet).isEmpty()) {
      throw new IllegalStateException("no wallet " + wallet);
    }
    Optional<ChainMessage> fixed = rows.find(purpose, subject);
    if (fixed.isPresent()) {
      return new Signing.Signed(fixed.get());
    }
    if (purpose.oneAtATime() && rows.anyPending(purpose, wallet)) {
      return new Signing.Busy();
    }
    long nonce = Math.max(poolNonce, rows.nextNonce(wallet));
    SignedMessage signed = signed(key, withNonce(priced, nonce));
    rows.insert(wallet, nonce, purpose, subject, signed.cbor(), signed.cid().toString());
    return new Signing.Signed(rows.find(purpose, subject).orElseThrow());
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

  private Signing refused(FilAddress sender, MethodCall call, ChainError e) {
    AttoFil available = chain.balance(sender);
    boolean poor = available.signum() == 0 || available.compareTo(call.value()) < 0;
    return poor || e.says("not enough funds")
        ? new Signing.NoFunds(call.value(), available)
        : new Signing.Refused(e.text());
  }

  private static SignedMessage signed(Signer key, Message message) {
    return new SignedMessage(message, key.sign(message.cid().bytes()));
  }

  private static Message unpriced(FilAddress sender, MethodCall call) {
    return new Message(
        0,
        call.to(),
        sender,
        0,
        call.value(),
        0,
        AttoFil.ZERO,
        AttoFil.ZERO,
        call.method(),
        call.params());
  }

  private static Message withNonce(Message m, long nonce) {
    return new Message(
        m.version(),
        m.to(),
        m.from(),
        nonce,
        m.value(),
        m.gasLimit(),
        m.gasFeeCap(),
        m.gasPremium(),
        m.method(),
        m.params());
  }
}
