package io.filstore.scheduler.message;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainError;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import io.filstore.filecoin.Signer;
import io.filstore.scheduler.budget.Exceeded;
import io.filstore.scheduler.budget.Spend;
import io.filstore.scheduler.budget.SpendingLimits;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fixes the message of an intent: gas, nonce, signature, row. Nonces and spending limits are
 * decided under a lock on the sender's row. A signer elsewhere is asked outside of it, for the
 * nonce that comes next as things stand; if another message was faster it is asked again, and the
 * signature that came too late is thrown away unsent.
 */
final class FixMessage {

  private static final int ATTEMPTS_AWAY = 5;

  private final Chain chain;
  private final MessageRows rows;
  private final Wallets wallets;
  private final SpendingLimits limits;
  private final TransactionTemplate transactions;

  FixMessage(
      Chain chain,
      MessageRows rows,
      Wallets wallets,
      SpendingLimits limits,
      TransactionTemplate transactions) {
    this.chain = chain;
    this.rows = rows;
    this.wallets = wallets;
    this.limits = limits;
    this.transactions = transactions;
  }

  private record Intent(Purpose purpose, String subject, Message priced, long poolNonce) {
    String wallet() {
      return priced.from().toString();
    }
  }

  Signing fix(Purpose purpose, String subject, Signer key, MethodCall call) {
    FilAddress sender = key.address();
    Message priced;
    try {
      priced =
          chain.estimateGas(
              Message.draft(call.to(), sender, call.value(), call.method(), call.params()));
    } catch (ChainError e) {
      return refused(sender, call, e);
    }
    AttoFil needed = call.value().plus(priced.gasFeeCap().times(priced.gasLimit()));
    AttoFil available = chain.balance(sender);
    if (available.compareTo(needed) < 0) {
      return new Signing.NoFunds(needed, available);
    }
    Intent intent = new Intent(purpose, subject, priced, chain.nonce(sender));
    return key.signsHere() ? here(intent, key) : away(intent, key);
  }

  private Signing here(Intent intent, Signer key) {
    return store(intent, nonce -> Optional.of(sign(key, intent.priced().withNonce(nonce))))
        .orElseThrow();
  }

  private Signing away(Intent intent, Signer key) {
    for (int attempt = 0; attempt < ATTEMPTS_AWAY; attempt++) {
      Optional<Signing> settled = withoutSignature(intent);
      if (settled.isPresent()) {
        return settled.get();
      }
      SignedMessage prepared = sign(key, intent.priced().withNonce(nextNonce(intent)));
      Optional<Signing> stored =
          store(
              intent,
              nonce -> Optional.of(prepared).filter(signed -> signed.message().nonce() == nonce));
      if (stored.isPresent()) {
        return stored.get();
      }
    }
    return new Signing.Busy();
  }

  /** Empty when there is no signature for the nonce whose turn it is. */
  private Optional<Signing> store(Intent intent, LongFunction<Optional<SignedMessage>> signature) {
    return Objects.requireNonNull(
        transactions.execute(status -> {
          if (wallets.lock(intent.wallet()).isEmpty()) {
            throw new IllegalStateException("no wallet " + intent.wallet());
          }
          Optional<Signing> settled = withoutSignature(intent);
          return settled.isPresent()
              ? settled
              : signature.apply(nextNonce(intent)).map(signed -> insert(intent, signed));
        }));
  }

  /** What is known without a signature; empty when one is needed. */
  private Optional<Signing> withoutSignature(Intent intent) {
    Optional<ChainMessage> fixed = rows.find(intent.purpose(), intent.subject());
    if (fixed.isPresent()) {
      return Optional.of(new Signing.Signed(fixed.get()));
    }
    if (intent.purpose().oneAtATime() && rows.anyPending(intent.purpose(), intent.wallet())) {
      return Optional.of(new Signing.Busy());
    }
    Optional<Exceeded> over = limits.exceeded(intent.wallet(), Spend.of(intent.priced()));
    return over.map(Signing.OverBudget::new);
  }

  private long nextNonce(Intent intent) {
    return Math.max(intent.poolNonce(), rows.nextNonce(intent.wallet()));
  }

  private Signing insert(Intent intent, SignedMessage signed) {
    rows.insert(intent.purpose(), intent.subject(), signed, Spend.of(signed.message()));
    return new Signing.Signed(rows.find(intent.purpose(), intent.subject()).orElseThrow());
  }

  private Signing refused(FilAddress sender, MethodCall call, ChainError e) {
    AttoFil available = chain.balance(sender);
    boolean poor = available.signum() == 0 || available.compareTo(call.value()) < 0;
    return poor || e.says("not enough funds")
        ? new Signing.NoFunds(call.value(), available)
        : new Signing.Refused(e.text());
  }

  private static SignedMessage sign(Signer key, Message message) {
    return new SignedMessage(message, key.sign(message.cid().bytes()));
  }
}
