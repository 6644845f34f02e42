package io.filstore.scheduler.wallet;

import io.filstore.db.chain.Wallet;
import io.filstore.db.chain.Wallets;
import io.filstore.scheduler.budget.SpendingLimits;
import io.filstore.scheduler.problem.RequestRefused;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Wallets for other services: what there is, what it can do, what it may spend. */
@RestController
class WalletController {

  private final Wallets wallets;
  private final ImportWallet imports;
  private final SpendingLimits limits;

  WalletController(Wallets wallets, ImportWallet imports, SpendingLimits limits) {
    this.wallets = wallets;
    this.imports = imports;
    this.limits = limits;
  }

  record WalletList(List<WalletView> data) {}

  @GetMapping("/internal/wallets")
  WalletList list() {
    return new WalletList(wallets.all().stream().map(this::view).toList());
  }

  @GetMapping("/internal/wallets/{address}")
  WalletView one(@PathVariable String address) {
    return view(find(address));
  }

  /** 201 for a new wallet, 200 for one that is there already; the key is never repeated. */
  @PostMapping("/internal/wallets:import")
  ResponseEntity<WalletView> add(@RequestBody NewWallet wanted) {
    return switch (imports.add(wanted.source(), wanted.checkedName(), wanted.makeDefault())) {
      case ImportWallet.Outcome.Added added ->
          ResponseEntity.status(HttpStatus.CREATED).body(view(added.wallet()));
      case ImportWallet.Outcome.Known known -> ResponseEntity.ok(view(known.wallet()));
      case ImportWallet.Outcome.Refused no -> throw RequestRefused.conflict(no.why());
    };
  }

  /** Replaces the limits; what is absent is no limit. */
  @PutMapping("/internal/wallets/{address}/limits")
  WalletView limit(@PathVariable String address, @RequestBody NewLimits wanted) {
    Wallet wallet = find(address);
    limits.set(wallet.address(), wanted.limits());
    return view(wallet);
  }

  private Wallet find(String address) {
    return wallets
        .find(address)
        .orElseThrow(() -> RequestRefused.notFound("wallet", "with this address"));
  }

  private WalletView view(Wallet wallet) {
    return WalletView.of(wallet, limits.of(wallet.address()), limits.ofLastHour(wallet.address()));
  }
}
