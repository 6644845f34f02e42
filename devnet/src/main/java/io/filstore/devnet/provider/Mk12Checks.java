package io.filstore.devnet.provider;

import io.filstore.devnet.actors.account.Account;
import io.filstore.devnet.actors.market.ProposalChecks;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signatures;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.piece.PaddedPieceSize;
import java.math.BigInteger;
import java.util.Optional;

/** What Curio checks before it takes an MK12 deal (curio market/mk12/mk12.go). */
final class Mk12Checks {
  private static final long GIB = 1L << 30;

  private final long miner;
  private final Chain chain;
  private final ProviderSettings settings;

  Mk12Checks(long miner, Chain chain, ProviderSettings settings) {
    this.miner = miner;
    this.chain = chain;
    this.settings = settings;
  }

  /** Why the deal is refused, or empty. */
  Optional<String> refusal(DealParams params) {
    DealProposal p = params.proposal().proposal();
    HeadView head = chain.head();
    Optional<Account> client = head.state().accounts().find(p.client());
    if (client.isEmpty()) {
      return failed("client " + p.client() + ": actor not found");
    }
    return proposalRefusal(params, head, client.get())
        .or(() -> priceRefusal(p))
        .or(() -> sizeRefusal(p))
        .or(() -> moneyRefusal(p, head, client.get().id()))
        .or(() -> transferRefusal(params));
  }

  private static Optional<String> failed(String why) {
    return Optional.of("failed validation: " + why);
  }

  private Optional<String> proposalRefusal(DealParams params, HeadView head, Account client) {
    DealProposal p = params.proposal().proposal();
    if (!p.provider().equals(FilAddress.id(miner))) {
      return failed("incorrect provider for deal: " + p.provider());
    }
    if (!Signatures.verify(client.key(), p.cbor(), params.proposal().signature())) {
      return failed("invalid signature");
    }
    long latestEnd = head.height() + chain.limits().maxDealDuration();
    if (p.endEpoch().value() > latestEnd) {
      return failed(
          "invalid deal end epoch %s: cannot be after %d".formatted(p.endEpoch(), latestEnd));
    }
    return new ProposalChecks(chain.limits())
        .refusal(p, head.height())
        .or(() -> collateralRefusal(p))
        .flatMap(Mk12Checks::failed);
  }

  private static Optional<String> collateralRefusal(DealProposal p) {
    BigInteger min =
        Limits.minProviderCollateral(p.pieceSize().bytes())
            .multiply(BigInteger.valueOf(110))
            .divide(BigInteger.valueOf(100));
    BigInteger max = min.shiftLeft(1);
    BigInteger given = p.providerCollateral().atto();
    if (given.compareTo(min) < 0) {
      return Optional.of("proposed provider collateral %s below minimum %s".formatted(given, min));
    }
    return given.compareTo(max) > 0
        ? Optional.of("proposed provider collateral %s above maximum %s".formatted(given, max))
        : Optional.empty();
  }

  private Optional<String> priceRefusal(DealProposal p) {
    BigInteger ask = p.verified() ? settings.verifiedPrice() : settings.price();
    BigInteger least =
        ask.multiply(BigInteger.valueOf(p.pieceSize().bytes())).divide(BigInteger.valueOf(GIB));
    return p.storagePricePerEpoch().atto().compareTo(least) < 0
        ? failed(
            "storage price per epoch less than asking price: %s < %s"
                .formatted(p.storagePricePerEpoch(), least))
        : Optional.empty();
  }

  private Optional<String> sizeRefusal(DealProposal p) {
    long size = p.pieceSize().bytes();
    if (size < settings.minPiece()) {
      return failed(
          "piece size less than minimum required size: %d < %d"
              .formatted(size, settings.minPiece()));
    }
    return size > settings.maxPiece()
        ? failed(
            "piece size more than maximum allowed size: %d > %d"
                .formatted(size, settings.maxPiece()))
        : Optional.empty();
  }

  private static Optional<String> moneyRefusal(DealProposal p, HeadView head, long client) {
    long epochs = p.endEpoch().value() - p.startEpoch().value();
    BigInteger needed =
        p.clientCollateral()
            .atto()
            .add(p.storagePricePerEpoch().atto().multiply(BigInteger.valueOf(epochs)));
    BigInteger free =
        head.state()
            .market()
            .escrow()
            .held(client)
            .subtract(head.state().market().escrow().locked(client));
    if (free.compareTo(needed) < 0) {
      return failed("clientMarketBalance.Available too small: %s < %s".formatted(free, needed));
    }
    BigInteger dataCap = head.state().dataCap().balance(client);
    boolean enough = dataCap.compareTo(BigInteger.valueOf(p.pieceSize().bytes())) >= 0;
    return p.verified() && !enough
        ? failed(
            "verified deal DataCap %s too small for proposed piece size %s"
                .formatted(dataCap, p.pieceSize()))
        : Optional.empty();
  }

  private static Optional<String> transferRefusal(DealParams params) {
    if (params.offline()) {
      return Optional.of("provider does not accept offline storage deals");
    }
    if (params.transfer().type().equals("libp2p")) {
      return Optional.of("libp2p URLs are not supported by this provider");
    }
    long wanted = PaddedPieceSize.forPayload(params.transfer().size()).bytes();
    long given = params.proposal().proposal().pieceSize().bytes();
    return wanted == given
        ? Optional.empty()
        : Optional.of(
            "deal proposal piece size %d doesn't match padded piece size %d"
                .formatted(given, wanted));
  }
}
