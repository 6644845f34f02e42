package io.filstore.simulation;

import io.filstore.client.chain.Allocation;
import io.filstore.client.chain.Claim;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MessageReceipt;
import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What the actors of the chain hold of the one client, after some tipset. */
final class Ledger {
  final Map<Long, Allocation> allocations = new LinkedHashMap<>();
  final Map<Long, Claim> claims = new LinkedHashMap<>();

  /** Sectors of claims that ended early; numbers are not given twice, whoever the provider is. */
  final Set<Long> gone = new LinkedHashSet<>();

  final Map<Long, MarketDeal> deals = new LinkedHashMap<>();
  final Map<Cid, Publication> published = new LinkedHashMap<>();
  final Map<Cid, MessageReceipt> receipts = new LinkedHashMap<>();

  /** An event that stays when the deal is gone. */
  record Publication(long dealId, long provider, long height) {}

  BigInteger datacap = BigInteger.ZERO;
  BigInteger allocated = BigInteger.ZERO;
  BigInteger balance = BigInteger.ZERO;
  BigInteger escrow = BigInteger.ZERO;
  BigInteger locked = BigInteger.ZERO;
  long nonce;
  long nextAllocation = 1;
  long nextDeal = 1;
  long nextSector = 1;

  /** Another one when anything came of somebody's doing. */
  String mark() {
    return "%d %s %s %s %s %s"
        .formatted(
            nonce,
            allocations.keySet(),
            claims.keySet(),
            gone,
            deals.values().stream()
                .map(deal -> deal.pieceCid() + "@" + deal.sectorStartEpoch())
                .toList(),
            escrow);
  }

  Ledger copy() {
    Ledger copy = new Ledger();
    copy.allocations.putAll(allocations);
    copy.claims.putAll(claims);
    copy.gone.addAll(gone);
    copy.deals.putAll(deals);
    copy.published.putAll(published);
    copy.receipts.putAll(receipts);
    copy.datacap = datacap;
    copy.allocated = allocated;
    copy.balance = balance;
    copy.escrow = escrow;
    copy.locked = locked;
    copy.nonce = nonce;
    copy.nextAllocation = nextAllocation;
    copy.nextDeal = nextDeal;
    copy.nextSector = nextSector;
    return copy;
  }
}
