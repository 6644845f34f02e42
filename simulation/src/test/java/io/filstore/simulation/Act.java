package io.filstore.simulation;

import io.filstore.client.chain.Allocation;
import io.filstore.client.chain.Claim;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MessageReceipt;
import io.filstore.client.chain.Tipset;
import io.filstore.filecoin.AllocationRequest;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.MarketBalance;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What a block may hold, and what it does to the actors. Acts that are in vain do nothing. */
sealed interface Act {

  /** Executes it; {@code at} is the tipset whose state this makes. */
  void run(Ledger ledger, Tipset at);

  /** A message of the client, as it was pushed. */
  record Client(SignedMessage signed) implements Act {
    private static final long ILLEGAL = 16;
    private static final long POOR = 19;

    @Override
    public void run(Ledger ledger, Tipset at) {
      Message message = signed.message();
      if (message.nonce() != ledger.nonce) {
        return;
      }
      ledger.nonce++;
      long code;
      byte[] returned = {};
      if (message.method() == DatacapTransfer.METHOD && message.to().equals(FilAddress.DATACAP)) {
        List<Long> ids = new ArrayList<>();
        code = allocate(ledger, message, at.height().value(), ids);
        returned =
            DatacapTransfer.encodeReturn(amount(ledger.datacap), amount(BigInteger.ZERO), ids);
      } else if (message.method() == MarketBalance.ADD && message.to().equals(FilAddress.MARKET)) {
        code = addBalance(ledger, message);
      } else {
        throw new IllegalStateException("the simulated chain knows no method " + message.method());
      }
      ledger.receipts.put(
          signed.cid(), new MessageReceipt(signed.cid(), code, returned, at.key(), at.height()));
    }

    private static long allocate(Ledger ledger, Message message, long now, List<Long> ids) {
      List<AllocationRequest> requests = DatacapTransfer.decodeParams(message.params()).requests();
      long bytes = requests.stream().mapToLong(request -> request.size().bytes()).sum();
      if (BigInteger.valueOf(bytes).compareTo(ledger.datacap) > 0) {
        return POOR;
      }
      if (requests.stream().anyMatch(request -> request.expiration().value() < now)) {
        return ILLEGAL;
      }
      ledger.datacap = ledger.datacap.subtract(BigInteger.valueOf(bytes));
      ledger.allocated = ledger.allocated.add(BigInteger.valueOf(bytes));
      for (AllocationRequest request : requests) {
        ids.add(ledger.nextAllocation);
        ledger.allocations.put(ledger.nextAllocation++, allocation(request));
      }
      return 0;
    }

    private static Allocation allocation(AllocationRequest request) {
      return new Allocation(
          SimChain.CLIENT,
          request.provider(),
          request.data(),
          request.size(),
          request.termMin(),
          request.termMax(),
          request.expiration());
    }

    private static long addBalance(Ledger ledger, Message message) {
      BigInteger value = message.value().atto();
      if (value.compareTo(ledger.balance) > 0) {
        return POOR;
      }
      ledger.balance = ledger.balance.subtract(value);
      ledger.escrow = ledger.escrow.add(value);
      return 0;
    }

    private static io.filstore.filecoin.AttoFil amount(BigInteger atto) {
      return new io.filstore.filecoin.AttoFil(atto);
    }
  }

  /** A provider proves the piece of an allocation. */
  record ClaimIt(long allocation) implements Act {
    @Override
    public void run(Ledger ledger, Tipset at) {
      Allocation held = ledger.allocations.get(allocation);
      if (held == null || at.height().isAfter(held.expiration())) {
        return;
      }
      ledger.allocations.remove(allocation);
      ledger.claims.put(
          allocation,
          new Claim(
              held.provider(),
              held.client(),
              held.data(),
              held.size(),
              held.termMin(),
              held.termMax(),
              at.height(),
              ledger.nextSector++));
    }
  }

  /** A provider publishes an f05 deal. */
  record Publish(DealProposal proposal) implements Act {
    @Override
    public void run(Ledger ledger, Tipset at) {
      BigInteger needed = needed(proposal);
      boolean late = at.height().isAfter(proposal.startEpoch());
      boolean poor = ledger.locked.add(needed).compareTo(ledger.escrow) > 0;
      if (late || poor || ledger.published.containsKey(proposal.cid())) {
        return;
      }
      ledger.published.put(
          proposal.cid(),
          new Ledger.Publication(
              ledger.nextDeal, proposal.provider().actorId(), at.height().value()));
      ledger.locked = ledger.locked.add(needed);
      ledger.deals.put(ledger.nextDeal, record(ledger.nextDeal, proposal, 0, -1));
      ledger.nextDeal++;
    }

    static BigInteger needed(DealProposal proposal) {
      long epochs = proposal.endEpoch().since(proposal.startEpoch());
      return proposal.storagePricePerEpoch().times(epochs).plus(proposal.clientCollateral()).atto();
    }
  }

  /** A provider proves the sector of an f05 deal. */
  record Activate(DealProposal proposal) implements Act {
    @Override
    public void run(Ledger ledger, Tipset at) {
      if (at.height().isAfter(proposal.startEpoch())) {
        return;
      }
      ledger.deals.replaceAll((id, deal) ->
          deal.sectorStartEpoch() < 0 && SimChain.isOf(deal, proposal)
              ? record(id, proposal, ledger.nextSector++, at.height().value())
              : deal);
    }
  }

  /** A sector ends early: its deal is gone in the same message, its claim stays. */
  record Terminate(String pieceCid, long provider) implements Act {
    @Override
    public void run(Ledger ledger, Tipset at) {
      ledger.claims.values().stream()
          .filter(claim -> claim.provider() == provider)
          .filter(claim -> claim.data().toString().equals(pieceCid))
          .forEach(claim -> ledger.gone.add(claim.sector()));
      ledger
          .deals
          .values()
          .removeIf(deal ->
              deal.provider().actorId() == provider
                  && deal.sectorStartEpoch() >= 0
                  && deal.pieceCid().toString().equals(pieceCid));
    }
  }

  /** The notaries give the client more. */
  record Grant(BigInteger datacap, BigInteger atto) implements Act {
    @Override
    public void run(Ledger ledger, Tipset at) {
      ledger.datacap = ledger.datacap.add(datacap);
      ledger.balance = ledger.balance.add(atto);
    }
  }

  private static MarketDeal record(long id, DealProposal proposal, long sector, long start) {
    return new MarketDeal(
        id,
        proposal.pieceCid(),
        proposal.pieceSize(),
        proposal.verified(),
        FilAddress.id(SimChain.CLIENT),
        proposal.provider(),
        SimChain.text(proposal.label()),
        proposal.startEpoch(),
        new Epoch(proposal.endEpoch().value()),
        proposal.storagePricePerEpoch(),
        proposal.providerCollateral(),
        proposal.clientCollateral(),
        sector,
        start,
        -1,
        -1);
  }
}
