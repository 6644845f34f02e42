package io.filstore.devnet.actors.market;

import io.filstore.devnet.actors.account.Account;
import io.filstore.devnet.actors.account.Accounts;
import io.filstore.devnet.actors.datacap.DataCapToken;
import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.actors.verifreg.NewAllocation;
import io.filstore.devnet.actors.verifreg.Registry;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.PublishStorageDeals;
import io.filstore.filecoin.Signatures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PublishStorageDeals: every proposal that passes the checks becomes a deal, the others are dropped
 * from the batch; the message fails only when none is left (actors/market/src/lib.rs).
 */
public final class Publish {
  private static final Logger LOG = LoggerFactory.getLogger(Publish.class);

  private final Accounts accounts;
  private final DataCapToken dataCap;
  private final Registry registry;
  private final Market market;

  public Publish(Accounts accounts, DataCapToken dataCap, Registry registry, Market market) {
    this.accounts = accounts;
    this.dataCap = dataCap;
    this.registry = registry;
    this.market = market;
  }

  /**
   * Publishes a batch of one provider.
   *
   * @throws ActorException with ILLEGAL_ARGUMENT when no proposal is valid
   */
  public PublishStorageDeals.Return run(Call call, List<ClientDealProposal> batch) {
    requireOneProvider(batch);
    List<Long> ids = new ArrayList<>();
    BitSet valid = new BitSet();
    for (int i = 0; i < batch.size(); i++) {
      ClientDealProposal signed = batch.get(i);
      Optional<String> refusal = refusal(call, signed);
      if (refusal.isEmpty()) {
        valid.set(i);
        ids.add(record(call, normalised(signed.proposal()).orElseThrow()).id());
      } else {
        LOG.info("proposal {} of a batch is invalid: {}", i, refusal.get());
      }
    }
    if (ids.isEmpty()) {
      throw new ActorException(ExitCode.ILLEGAL_ARGUMENT, "All deal proposals invalid");
    }
    return new PublishStorageDeals.Return(ids, valid);
  }

  private static void requireOneProvider(List<ClientDealProposal> batch) {
    if (batch.isEmpty()) {
      throw new ActorException(ExitCode.ILLEGAL_ARGUMENT, "Empty deals parameter");
    }
    long providers = batch.stream().map(d -> d.proposal().provider()).distinct().count();
    if (providers != 1) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT, "cannot publish deals from multiple providers in one batch");
    }
  }

  private Optional<String> refusal(Call call, ClientDealProposal signed) {
    DealProposal given = signed.proposal();
    Optional<DealProposal> resolved = normalised(given);
    if (resolved.isEmpty()) {
      return Optional.of("client " + given.client() + " has no actor");
    }
    DealProposal p = resolved.get();
    Account client = accounts.find(p.client()).orElseThrow();
    if (!Signatures.verify(client.key(), given.cbor(), signed.signature())) {
      return Optional.of("signature invalid");
    }
    return new ProposalChecks(call.limits())
        .refusal(p, call.epoch())
        .or(() -> market.fundsRefusal(p))
        .or(() -> duplicateRefusal(p))
        .or(() -> dataCapRefusal(p));
  }

  private Optional<String> duplicateRefusal(DealProposal p) {
    return market.pending(p.cid()).map(id -> "same proposal is pending as deal " + id);
  }

  private Optional<String> dataCapRefusal(DealProposal p) {
    long client = p.client().actorId();
    BigInteger needed = BigInteger.valueOf(p.pieceSize().bytes());
    if (p.verified() && dataCap.balance(client).compareTo(needed) < 0) {
      return Optional.of(
          "client f0%d has %s bytes of DataCap, %s needed"
              .formatted(client, dataCap.balance(client), needed));
    }
    return Optional.empty();
  }

  private Deal record(Call call, DealProposal p) {
    long allocation = p.verified() ? allocate(call, p) : 0;
    return market.publish(call, p, allocation);
  }

  private long allocate(Call call, DealProposal p) {
    long client = p.client().actorId();
    dataCap.burn(client, BigInteger.valueOf(p.pieceSize().bytes()));
    long termMin = Funds.duration(p);
    NewAllocation wanted =
        new NewAllocation(
            p.provider().actorId(),
            p.pieceCid(),
            p.pieceSize().bytes(),
            termMin,
            Math.min(termMin + Limits.MARKET_TERM_GRACE, Limits.MAX_ALLOCATION_TERM),
            Math.min(p.startEpoch().value(), call.epoch() + Limits.MAX_ALLOCATION_EXPIRATION));
    return registry.allocate(call, client, List.of(wanted)).getFirst();
  }

  /** The proposal with the client's id address; the provider's has to be one already. */
  public Optional<DealProposal> normalised(DealProposal p) {
    return accounts.find(p.client()).map(client -> p.withClient(FilAddress.id(client.id())));
  }
}
