package io.filstore.scheduler.proposal;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.Tipset;
import io.filstore.client.deal.Transport;
import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.MarketBalance;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.capability.VerifiedDeals;
import io.filstore.scheduler.message.ChainMessage;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.message.Fate;
import io.filstore.scheduler.message.MethodCall;
import io.filstore.scheduler.message.Purpose;
import io.filstore.scheduler.message.Signing;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.policy.PolicyBudgets;
import io.filstore.scheduler.policy.StartMargins;
import io.filstore.scheduler.progress.Causes;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.Eligibility;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.provider.Terms;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.Faucet;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * allocating, for mk12: fixes price and collateral, and tops up the market's escrow when the deal
 * would not be covered.
 */
final class FillEscrow {

  private final Chain chain;
  private final FreshChain fresh;
  private final Pieces pieces;
  private final ProviderDirectory directory;
  private final EscrowClaims claims;
  private final ChainMessages messages;
  private final ClientWallet wallet;
  private final Faucet faucet;
  private final DealProgress progress;
  private final StartMargins margins;
  private final PiecePolicies policies;
  private final PolicyBudgets budgets;
  private final VerifiedDeals verified;
  private final Wallets wallets;
  private final TransactionTemplate transactions;
  private final Fixes fixes;

  FillEscrow(
      Chain chain,
      FreshChain fresh,
      Pieces pieces,
      ProviderDirectory directory,
      EscrowClaims claims,
      ChainMessages messages,
      ClientWallet wallet,
      Faucet faucet,
      DealProgress progress,
      StartMargins margins,
      PiecePolicies policies,
      PolicyBudgets budgets,
      VerifiedDeals verified,
      Wallets wallets,
      TransactionTemplate transactions,
      Fixes fixes) {
    this.chain = chain;
    this.fresh = fresh;
    this.pieces = pieces;
    this.directory = directory;
    this.claims = claims;
    this.messages = messages;
    this.wallet = wallet;
    this.faucet = faucet;
    this.progress = progress;
    this.margins = margins;
    this.policies = policies;
    this.budgets = budgets;
    this.verified = verified;
    this.wallets = wallets;
    this.transactions = transactions;
    this.fixes = fixes;
  }

  void step(Deal deal) {
    Optional<ChainMessage> topUp = messages.find(Purpose.ADD_BALANCE, deal.id());
    if (topUp.isPresent()) {
      follow(deal, topUp.get());
    } else if (termsAreOld(deal)) {
      fixTerms(deal);
    } else {
      cover(deal);
    }
  }

  /** Not fixed yet, or so long ago that half of the margin is gone. */
  private boolean termsAreOld(Deal deal) {
    Long start = deal.startEpoch();
    long least = margins.at(deal) - margins.at(deal.provider()) / 2;
    return start == null || start - fresh.head().height().value() < least;
  }

  /**
   * The provider's collateral: the node's minimum (already ten percent high) times 1.2, as Lotus'
   * and Boost's clients offer.
   */
  private void fixTerms(Deal deal) {
    Tipset head = fresh.head();
    Piece piece = pieces.find(deal.pieceCid()).orElseThrow();
    PaddedPieceSize size = new PaddedPieceSize(piece.paddedSize());
    Provider provider = directory.current(deal.provider(), wallet.of(deal.wallet()));
    Terms terms =
        new Terms("mk12", deal.verified(), size, policies.of(deal).maxPriceAttofilPerGibEpoch());
    Optional<String> refusal = Eligibility.refusal(provider, terms);
    if (refusal.isPresent()) {
      progress.block(deal, Causes.NO_ELIGIBLE_PROVIDER, refusal.get());
      return;
    }
    BigInteger min = chain.collateralBounds(size, deal.verified()).min().atto();
    Fixes.Learnt learnt = fixes.learnt(deal);
    long start = learnt.start(head.height().value(), margins.at(deal));
    Optional<String> over =
        deal.verified() ? verified.refusal(head.height(), start) : Optional.empty();
    if (over.isPresent()) {
      progress.block(deal, Causes.VERIFIED_DEALS_UNAVAILABLE, over.get());
      return;
    }
    BigInteger price = learnt.price(Eligibility.pricePerEpoch(provider, terms));
    DealMove fixed =
        DealMove.stay()
            .set("start_epoch", start)
            .set("end_epoch", Math.addExact(start, deal.durationEpochs()))
            .set("price_per_epoch", price)
            .set(
                "provider_collateral",
                learnt.collateral(min.multiply(BigInteger.valueOf(12)).divide(BigInteger.TEN)));
    BigInteger all = price.multiply(BigInteger.valueOf(deal.durationEpochs()));
    Optional<String> tooDear =
        Objects.requireNonNull(
            transactions.execute(status -> {
              Optional<String> refused = budgets.refusesPrice(deal, all);
              if (refused.isEmpty()) {
                progress.goOn(deal, fixed);
              }
              return refused;
            }));
    tooDear.ifPresent(text -> progress.block(deal, Causes.BUDGET_EXCEEDED, text));
  }

  private void cover(Deal deal) {
    FilAddress client = FilAddress.parse(deal.wallet());
    if (EscrowClaims.needed(deal).signum() == 0 || nodeLocks(deal)) {
      progress.goOn(deal, DealMove.to(DealState.PROPOSING));
    } else if (messages.anyPending(Purpose.ADD_BALANCE, client)) {
      progress.later(deal, fresh.epoch());
    } else {
      Map<String, BigInteger> before = claims.ofOthers(deal);
      BigInteger available = chain.marketBalance(client).available().atto();
      BigInteger missing =
          Objects.requireNonNull(transactions.execute(status -> rely(deal, before, available)));
      if (missing.signum() > 0) {
        topUp(deal, client, new AttoFil(missing));
      }
    }
  }

  /** A Lotus node locks what its own deals need, and adds what is missing. */
  private static boolean nodeLocks(Deal deal) {
    return Transport.of(deal.transport()) == Transport.LOTUS;
  }

  /**
   * Relies on the escrow if it is enough for this deal and all others, under a lock, so that no two
   * deals rely on the same money. Claims count from before and after the reading of the chain: one
   * that was locked in between is gone from the second, but not from the balance.
   */
  private BigInteger rely(Deal deal, Map<String, BigInteger> before, BigInteger available) {
    if (wallets.lock(deal.wallet()).isEmpty()) {
      throw new IllegalStateException("no wallet " + deal.wallet());
    }
    Map<String, BigInteger> all = new HashMap<>(before);
    all.putAll(claims.ofOthers(deal));
    BigInteger claimed = all.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger missing = EscrowClaims.needed(deal).add(claimed).subtract(available);
    if (missing.signum() <= 0) {
      progress.goOn(deal, DealMove.to(DealState.PROPOSING));
    }
    return missing;
  }

  private void topUp(Deal deal, FilAddress client, AttoFil missing) {
    faucet.fillIfEmpty(client);
    MethodCall call =
        new MethodCall(
            FilAddress.MARKET, missing, MarketBalance.ADD, MarketBalance.addParams(client));
    switch (messages.sign(Purpose.ADD_BALANCE, deal.id(), wallet.of(deal.wallet()), call)) {
      case Signing.Signed signed -> follow(unblocked(deal), signed.message());
      case Signing.NoFunds poor ->
          progress.block(
              deal,
              Causes.FUNDS,
              "the deal needs %s attoFIL more in escrow, with gas %s; the wallet has %s"
                  .formatted(missing, poor.needed(), poor.available()));
      case Signing.OverBudget over ->
          progress.block(deal, Causes.BUDGET_EXCEEDED, over.exceeded().text());
      case Signing.Refused refused -> progress.block(deal, Causes.MESSAGE_REFUSED, refused.text());
      case Signing.Busy busy -> progress.later(deal, fresh.epoch());
    }
  }

  private Deal unblocked(Deal deal) {
    return deal.state() == DealState.BLOCKED
        ? progress.note(deal, DealMove.to(DealState.ALLOCATING))
        : deal;
  }

  private void follow(Deal deal, ChainMessage message) {
    switch (messages.advance(message)) {
      case Fate.Waiting waiting when waiting.trouble() == null ->
          progress.later(unblocked(deal), fresh.epoch());
      case Fate.Waiting waiting ->
          progress.block(deal, Causes.MESSAGE_REFUSED, String.valueOf(waiting.trouble()));
      case Fate.Settled settled when settled.message().succeeded() ->
          progress.goOn(deal, DealMove.to(DealState.PROPOSING));
      case Fate.Settled settled ->
          progress.close(
              deal,
              DealState.FAILED,
              Causes.MESSAGE_FAILED,
              "escrow message %s ended with exit code %d"
                  .formatted(message.cid(), settled.message().exitCode()));
      // Money does not say which message brought it: this waits for an endpoint that knows.
      case Fate.Doubtful doubt -> progress.block(deal, Causes.MESSAGE_REFUSED, doubt.why());
      case Fate.Lost lost ->
          progress.close(deal, DealState.FAILED, Causes.MESSAGE_LOST, lost.why());
    }
  }
}
