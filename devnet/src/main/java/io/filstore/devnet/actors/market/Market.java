package io.filstore.devnet.actors.market;

import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.filecoin.DealProposal;
import io.filstore.multiformats.Cid;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Deals, the set of pending proposals, and escrow. */
public final class Market {
  private final TreeMap<Long, Deal> deals;
  private final Map<Cid, Long> pending;
  private final Escrow escrow;
  private long nextId;

  public Market() {
    this(new TreeMap<>(), new HashMap<>(), new Escrow(), 1);
  }

  private Market(TreeMap<Long, Deal> deals, Map<Cid, Long> pending, Escrow escrow, long nextId) {
    this.deals = deals;
    this.pending = pending;
    this.escrow = escrow;
    this.nextId = nextId;
  }

  public Market copy() {
    return new Market(new TreeMap<>(deals), new HashMap<>(pending), escrow.copy(), nextId);
  }

  public Escrow escrow() {
    return escrow;
  }

  public Optional<Deal> deal(long id) {
    return Optional.ofNullable(deals.get(id));
  }

  public Collection<Deal> deals() {
    return Collections.unmodifiableCollection(deals.values());
  }

  /** Id of a published deal that was not activated yet, by normalised proposal CID. */
  public Optional<Long> pending(Cid proposalCid) {
    return Optional.ofNullable(pending.get(proposalCid));
  }

  public void addBalance(long party, BigInteger amount) {
    escrow.add(party, amount);
  }

  /** Takes at most what is free; answers how much that was. */
  public BigInteger withdraw(long party, BigInteger wanted) {
    BigInteger amount = wanted.min(escrow.available(party)).max(BigInteger.ZERO);
    escrow.take(party, amount);
    return amount;
  }

  /** Whether both sides can pay for a proposal on top of what is locked already. */
  Optional<String> fundsRefusal(DealProposal p) {
    long client = p.client().actorId();
    long provider = p.provider().actorId();
    if (escrow.available(client).compareTo(Funds.ofClient(p)) < 0) {
      return Optional.of(
          "client f0%d has insufficient escrow: %s free, %s needed"
              .formatted(client, escrow.available(client), Funds.ofClient(p)));
    }
    if (escrow.available(provider).compareTo(Funds.ofProvider(p)) < 0) {
      return Optional.of(
          "provider f0%d has insufficient escrow: %s free, %s needed"
              .formatted(provider, escrow.available(provider), Funds.ofProvider(p)));
    }
    return Optional.empty();
  }

  /** Records a checked proposal and locks the money. */
  Deal publish(Call call, DealProposal normalised, long allocation) {
    Deal deal = new Deal(nextId++, normalised, normalised.cid(), allocation, DealState.PUBLISHED);
    escrow.lock(deal.client(), Funds.ofClient(normalised));
    escrow.lock(deal.provider(), Funds.ofProvider(normalised));
    deals.put(deal.id(), deal);
    pending.put(deal.proposalCid(), deal.id());
    call.emit(MarketEvents.of("deal-published", deal));
    return deal;
  }

  /**
   * Activates a deal in a sector.
   *
   * @param sectorEnd expiration of the sector
   * @throws ActorException when the deal is unknown, active, too late, or does not fit the sector
   */
  public Deal activate(Call call, long dealId, long provider, long sector, long sectorEnd) {
    Deal deal = deals.get(dealId);
    if (deal == null || deal.provider() != provider) {
      throw new ActorException(ExitCode.NOT_FOUND, "no such deal " + dealId);
    }
    if (deal.state().isActive()) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT, "deal %d already activated".formatted(dealId));
    }
    if (call.epoch() > deal.start()) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT,
          "proposal start epoch %d has already elapsed at %d"
              .formatted(deal.start(), call.epoch()));
    }
    if (deal.end() > sectorEnd) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT,
          "proposal expiration %d exceeds sector expiration %d".formatted(deal.end(), sectorEnd));
    }
    Deal active = deal.activated(sector, call.epoch());
    deals.put(dealId, active);
    pending.remove(deal.proposalCid());
    call.emit(MarketEvents.of("deal-activated", active));
    return active;
  }

  /** Ends an active deal early: it vanishes at once and the provider's collateral is burnt. */
  public void terminate(Call call, Deal deal) {
    deals.remove(deal.id());
    long served = Math.clamp(call.epoch() - deal.start(), 0, Funds.duration(deal.proposal()));
    release(deal, served);
    escrow.burnLocked(deal.provider(), Funds.ofProvider(deal.proposal()));
    call.emit(MarketEvents.of("deal-terminated", deal));
  }

  /** Active deals of a provider in one sector. */
  public List<Deal> inSector(long provider, long sector) {
    return deals.values().stream()
        .filter(d -> d.provider() == provider)
        .filter(d -> d.state().isActive() && d.state().sector() == sector)
        .toList();
  }

  private void release(Deal deal, long epochsServed) {
    DealProposal p = deal.proposal();
    BigInteger earned = Funds.price(p, epochsServed);
    escrow.payLocked(deal.client(), deal.provider(), earned);
    escrow.unlock(deal.client(), Funds.ofClient(p).subtract(earned));
  }

  /** Deals whose start passed {@code delay} epochs ago without activation. */
  public List<Deal> overdue(long epoch, long delay) {
    return deals.values().stream()
        .filter(d -> !d.state().isActive() && epoch >= d.start() + delay && epoch > d.start())
        .toList();
  }

  /** Removes a deal that was never activated; the provider's collateral is burnt. */
  public void expire(Deal deal) {
    deals.remove(deal.id());
    pending.remove(deal.proposalCid());
    escrow.unlock(deal.client(), Funds.ofClient(deal.proposal()));
    escrow.burnLocked(deal.provider(), Funds.ofProvider(deal.proposal()));
  }
}
