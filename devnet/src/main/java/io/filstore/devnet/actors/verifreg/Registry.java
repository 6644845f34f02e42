package io.filstore.devnet.actors.verifreg;

import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Allocations and claims. DataCap itself is kept by the token actor. */
public final class Registry {
  private final TreeMap<Long, Allocation> allocations;
  private final TreeMap<Long, Claim> claims;
  private long nextId;

  public Registry() {
    this(new TreeMap<>(), new TreeMap<>(), 1);
  }

  private Registry(TreeMap<Long, Allocation> allocations, TreeMap<Long, Claim> claims, long next) {
    this.allocations = allocations;
    this.claims = claims;
    this.nextId = next;
  }

  public Registry copy() {
    return new Registry(new TreeMap<>(allocations), new TreeMap<>(claims), nextId);
  }

  public Optional<Allocation> allocation(long id) {
    return Optional.ofNullable(allocations.get(id));
  }

  public Optional<Claim> claim(long id) {
    return Optional.ofNullable(claims.get(id));
  }

  public Collection<Allocation> allocations() {
    return Collections.unmodifiableCollection(allocations.values());
  }

  public Collection<Claim> claims() {
    return Collections.unmodifiableCollection(claims.values());
  }

  /** Records allocations whose DataCap was already paid; ids come back in request order. */
  public List<Long> allocate(Call call, long client, List<NewAllocation> requests) {
    List<Long> ids = new ArrayList<>();
    for (NewAllocation request : requests) {
      Allocation made = request.toAllocation(nextId++, client);
      allocations.put(made.id(), made);
      call.emit(RegistryEvents.allocation(made));
      ids.add(made.id());
    }
    return ids;
  }

  /**
   * Turns an allocation into a claim (verifreg lib.rs, can_claim_alloc).
   *
   * @param lifetime epochs from now to the sector's expiration
   * @throws ActorException when provider, client, piece, time or lifetime do not fit
   */
  public Claim claim(Call call, ClaimRequest request, long sector, long lifetime) {
    Allocation a = allocations.get(request.allocation());
    if (a == null || a.client() != request.client()) {
      throw new ActorException(
          ExitCode.NOT_FOUND,
          "no allocation %d for client %d".formatted(request.allocation(), request.client()));
    }
    boolean fits =
        a.provider() == request.provider()
            && a.data().equals(request.data())
            && a.size() == request.size()
            && call.epoch() <= a.expiration()
            && lifetime >= a.termMin()
            && lifetime <= a.termMax();
    if (!fits) {
      throw new ActorException(
          ExitCode.FORBIDDEN,
          "invalid sector %d for allocation %d: lifetime %d, term %d to %d, expiration %d, epoch %d"
              .formatted(
                  sector,
                  a.id(),
                  lifetime,
                  a.termMin(),
                  a.termMax(),
                  a.expiration(),
                  call.epoch()));
    }
    allocations.remove(a.id());
    Claim claim = Claim.of(a, call.epoch(), sector);
    claims.put(claim.id(), claim);
    call.emit(RegistryEvents.claim(claim));
    return claim;
  }

  /**
   * Removes expired allocations of a client (method RemoveExpiredAllocations).
   *
   * @param wanted ids, or none for every expired one
   */
  public RemovedAllocations removeExpired(Call call, long client, List<Long> wanted) {
    List<Long> considered = wanted.isEmpty() ? expired(call.epoch(), client) : wanted;
    List<ExitCode> results = new ArrayList<>();
    long recovered = 0;
    for (long id : considered) {
      Allocation a = allocations.get(id);
      if (a == null || a.client() != client) {
        results.add(ExitCode.NOT_FOUND);
      } else if (a.expiration() >= call.epoch()) {
        results.add(ExitCode.FORBIDDEN);
      } else {
        allocations.remove(id);
        call.emit(RegistryEvents.allocationRemoved(a));
        recovered += a.size();
        results.add(ExitCode.OK);
      }
    }
    return new RemovedAllocations(considered, results, recovered);
  }

  private List<Long> expired(long epoch, long client) {
    return allocations.values().stream()
        .filter(a -> a.client() == client && a.expiration() < epoch)
        .map(Allocation::id)
        .toList();
  }
}
