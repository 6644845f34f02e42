package io.filstore.scheduler.wallet;

import io.filstore.db.chain.Wallet;
import io.filstore.filecoin.KeyType;
import io.filstore.scheduler.budget.Limits;
import io.filstore.scheduler.budget.Spend;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A wallet as the API shows it, without money: that is a question to the chain.
 *
 * @param kind {@code local}, {@code remote} or {@code watch}
 * @param keyType {@code secp256k1}, {@code bls} or {@code delegated}
 * @param isDefault whether new deals are made with it
 * @param capabilities by name, whether the wallet can do it and why not
 * @param limits attoFIL and bytes that one message and one hour may cost; null is no limit
 * @param usedThisHour what was signed within the last hour
 */
record WalletView(
    String address,
    @Nullable Long actorId,
    String kind,
    String keyType,
    @Nullable String name,
    boolean isDefault,
    Map<String, Capability> capabilities,
    LimitsView limits,
    Used usedThisHour,
    Instant createdAt) {

  /** Whether it can, and why not. */
  record Capability(boolean able, @Nullable String reason) {}

  /** Token amounts as decimal text. */
  record LimitsView(
      @Nullable String filPerCall,
      @Nullable String filPerHour,
      @Nullable Long datacapPerCall,
      @Nullable Long datacapPerHour) {
    static LimitsView of(Limits limits) {
      return new LimitsView(
          limits.filPerCall() == null ? null : limits.filPerCall().toString(),
          limits.filPerHour() == null ? null : limits.filPerHour().toString(),
          limits.datacapPerCall(),
          limits.datacapPerHour());
    }
  }

  /** attoFIL as decimal text, bytes as a number. */
  record Used(String fil, long datacap) {}

  static WalletView of(Wallet row, Limits limits, Spend hour) {
    OwnWallet wallet = OwnWallet.of(row);
    Map<String, Capability> capabilities = new LinkedHashMap<>();
    Arrays.stream(Ability.values())
        .forEach(ability -> capabilities.put(ability.word(), capability(wallet, ability)));
    return new WalletView(
        row.address(),
        row.actorId(),
        row.kind(),
        KeyType.of(row.keyType()).orElseThrow().word(),
        row.name(),
        row.isDefault(),
        capabilities,
        LimitsView.of(limits),
        new Used(hour.attoFil().toString(), hour.datacapBytes()),
        row.createdAt());
  }

  private static Capability capability(OwnWallet wallet, Ability ability) {
    Optional<String> reason = wallet.cannot(ability);
    return new Capability(reason.isEmpty(), reason.orElse(null));
  }
}
