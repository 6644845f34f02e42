package io.filstore.scheduler.datacap;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.scheduler.problem.RequestRefused;
import io.filstore.scheduler.wallet.WalletCannot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** DataCap for other services: what there is, what became of it, and taking it back. */
@RestController
class DatacapController {

  private final Wallets wallets;
  private final Allocations allocations;
  private final DatacapOverview overview;
  private final ReclaimDatacap reclaim;

  DatacapController(
      Wallets wallets, Allocations allocations, DatacapOverview overview, ReclaimDatacap reclaim) {
    this.wallets = wallets;
    this.allocations = allocations;
    this.overview = overview;
    this.reclaim = reclaim;
  }

  /** One page; {@code next} is the id to go on after. */
  record AllocationList(List<AllocationView> data, @Nullable Long next) {}

  @GetMapping("/internal/wallets/{address}/allocations")
  AllocationList list(
      @PathVariable String address,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(defaultValue = "-1") long after,
      @RequestParam(defaultValue = "50") int limit) {
    String wallet = find(address).address();
    if (state != null && Allocations.state(state).isEmpty()) {
      throw RequestRefused.invalid("state must be pending, claimed or expired.");
    }
    if (limit < 1 || limit > 1000) {
      throw RequestRefused.invalid("limit is " + limit + ", must be 1 to 1000.");
    }
    List<AllocationView> rows =
        of(wallet, state).filter(one -> one.id() > after).limit(limit + 1L).toList();
    boolean more = rows.size() > limit;
    List<AllocationView> shown = more ? rows.subList(0, limit) : rows;
    return new AllocationList(shown, more ? shown.getLast().id() : null);
  }

  private Stream<AllocationView> of(String wallet, @Nullable String state) {
    Stream<AllocationView> unclaimed =
        "claimed".equals(state) ? Stream.empty() : allocations.unclaimed(wallet).stream();
    boolean wantsClaimed = state == null || state.equals("claimed");
    Stream<AllocationView> claimed = wantsClaimed ? allocations.claimed(wallet) : Stream.empty();
    return Stream.concat(unclaimed, claimed)
        .filter(one -> state == null || one.state().equals(state))
        .sorted((a, b) -> Long.compare(a.id(), b.id()));
  }

  /** 202 while it runs, 200 with {@code nothing} when nothing is expired. */
  @PostMapping("/internal/wallets/{address}/allocations:reclaim")
  ResponseEntity<ReclaimView> reclaim(@PathVariable String address) {
    String wallet = find(address).address();
    try {
      return reclaim
          .begin(wallet)
          .map(begun -> ResponseEntity.status(HttpStatus.ACCEPTED).body(ReclaimView.of(begun)))
          .orElseGet(() -> ResponseEntity.ok(ReclaimView.nothing(wallet)));
    } catch (WalletCannot e) {
      throw RequestRefused.conflict(String.valueOf(e.getMessage()));
    }
  }

  @GetMapping("/internal/datacap")
  DatacapOverview.Overview overview(@RequestParam(required = false) @Nullable String wallet) {
    Optional<Wallet> asked = wallet == null ? wallets.defaultWallet() : wallets.find(wallet);
    return overview.of(
        asked.orElseThrow(() -> RequestRefused.notFound("wallet", "with this address")).address());
  }

  private Wallet find(String address) {
    return wallets
        .find(address)
        .orElseThrow(() -> RequestRefused.notFound("wallet", "with this address"));
  }
}
