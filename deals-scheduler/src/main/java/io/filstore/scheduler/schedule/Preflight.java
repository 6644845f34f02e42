package io.filstore.scheduler.schedule;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainException;
import io.filstore.client.chain.CollateralBounds;
import io.filstore.client.chain.Tipset;
import io.filstore.db.chain.Provider;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.filecoin.FilAddress;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Candidates;
import io.filstore.scheduler.policy.PiecePolicy;
import io.filstore.scheduler.provider.Eligibility;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.Terms;
import io.filstore.scheduler.wallet.ClientWallet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every check that a deal would meet before anything is spent, made now and without any effect: the
 * provider is asked for its terms, the chain for balances and bounds.
 */
public final class Preflight {
  private final Chain chain;
  private final FreshChain fresh;
  private final ProviderDirectory directory;
  private final Candidates candidates;
  private final DatacapLedger ledger;
  private final ClientWallet wallet;

  Preflight(
      Chain chain,
      FreshChain fresh,
      ProviderDirectory directory,
      Candidates candidates,
      DatacapLedger ledger,
      ClientWallet wallet) {
    this.chain = chain;
    this.fresh = fresh;
    this.directory = directory;
    this.candidates = candidates;
    this.ledger = ledger;
    this.wallet = wallet;
  }

  /**
   * What the deal would be.
   *
   * @param provider id address
   * @param paddedSize bytes of the piece
   */
  record Question(String provider, long paddedSize, PiecePolicy policy) {

    String product() {
      return policy.product();
    }

    boolean verified() {
      return policy.verified();
    }
  }

  /** One check; {@code detail} has the numbers whether it holds or not. */
  record Check(String name, boolean ok, String detail) {}

  /** All checks; {@code ok} when every one holds. */
  record Answer(boolean ok, List<Check> checks) {}

  Answer check(Question question) {
    List<Check> checks = new ArrayList<>();
    try {
      Tipset head = fresh.head();
      checks.add(new Check("chain", true, "the head is at epoch " + head.height()));
      provider(question, checks);
      collateral(question, checks);
      datacap(question, checks);
      funds(question, checks);
    } catch (ChainException e) {
      checks.add(new Check("chain", false, String.valueOf(e.getMessage())));
    }
    return new Answer(checks.stream().allMatch(Check::ok), checks);
  }

  private void provider(Question question, List<Check> checks) {
    Provider provider = directory.refresh(question.provider(), wallet.key());
    Optional<String> refusal = Eligibility.refusal(provider, terms(question));
    checks.add(
        new Check(
            "provider",
            refusal.isEmpty(),
            refusal.orElseGet(() ->
                "%s takes the piece for %s attoFIL per epoch"
                    .formatted(
                        provider.id(), Eligibility.pricePerEpoch(provider, terms(question))))));
    Optional<String> rule =
        candidates.rule(question.provider(), question.paddedSize(), question.policy());
    checks.add(
        new Check("policy", rule.isEmpty(), rule.orElse("no rule speaks against the provider")));
  }

  private Terms terms(Question question) {
    return new Terms(
        question.product(),
        question.verified(),
        new PaddedPieceSize(question.paddedSize()),
        question.policy().maxPriceAttofilPerGibEpoch());
  }

  private void collateral(Question question, List<Check> checks) {
    if (question.product().equals("mk12")) {
      CollateralBounds bounds =
          chain.collateralBounds(new PaddedPieceSize(question.paddedSize()), question.verified());
      checks.add(
          new Check(
              "collateral",
              bounds.min().compareTo(bounds.max()) <= 0,
              "the provider locks at least %s attoFIL, at most %s"
                  .formatted(bounds.min(), bounds.max())));
    }
  }

  private void datacap(Question question, List<Check> checks) {
    if (!question.verified()) {
      return;
    }
    FilAddress client = wallet.address();
    BigInteger onChain = chain.verifiedClientStatus(client).orElse(BigInteger.ZERO);
    long reserved = ledger.reserved(client.toString());
    BigInteger spendable = onChain.subtract(BigInteger.valueOf(reserved)).max(BigInteger.ZERO);
    checks.add(
        new Check(
            "datacap",
            spendable.compareTo(BigInteger.valueOf(question.paddedSize())) >= 0,
            "needs %d bytes of DataCap, %s are spendable (%s on chain, %d reserved)"
                .formatted(question.paddedSize(), spendable, onChain, reserved)));
  }

  private void funds(Question question, List<Check> checks) {
    FilAddress client = wallet.address();
    BigInteger balance = chain.balance(client).atto();
    BigInteger needed = BigInteger.ZERO;
    String escrow = "";
    if (question.product().equals("mk12")) {
      Provider provider = directory.current(question.provider(), wallet.key());
      BigInteger price =
          Eligibility.pricePerEpoch(provider, terms(question))
              .multiply(BigInteger.valueOf(question.policy().durationEpochs()));
      BigInteger available = chain.marketBalance(client).available().atto();
      needed = price.subtract(available).max(BigInteger.ZERO);
      escrow = ", %s in escrow are free".formatted(available);
    }
    boolean enough = balance.compareTo(needed) >= 0 && balance.signum() > 0;
    checks.add(
        new Check(
            "funds",
            enough,
            "needs %s attoFIL more in escrow and the gas of its messages, the wallet has %s%s"
                .formatted(needed, balance, escrow)));
  }
}
