package io.filstore.scheduler.wallet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import io.filstore.scheduler.problem.RequestRefused;
import org.jspecify.annotations.Nullable;

/**
 * A request to add a wallet.
 *
 * @param kind {@code local} with a key, {@code remote} or {@code watch} with an address
 * @param key as {@code lotus wallet export} prints it
 * @param address f1, f3 or f410
 * @param name for people
 * @param isDefault whether new deals are made with it from now on
 */
record NewWallet(
    @Nullable String kind,
    @Nullable String key,
    @Nullable String address,
    @Nullable String name,
    @JsonProperty("default") @Nullable Boolean isDefault) {

  private static final int MAX_NAME = 100;

  ImportWallet.Source source() {
    return switch (kind == null ? "" : kind) {
      case "local" -> local();
      case "remote" -> new ImportWallet.Source.AtRemoteSigner(parsed());
      case "watch" -> new ImportWallet.Source.Watched(parsed());
      default -> throw RequestRefused.invalid("kind must be local, remote or watch.");
    };
  }

  boolean makeDefault() {
    return isDefault != null && isDefault;
  }

  @Nullable String checkedName() {
    if (name == null) {
      return null;
    }
    boolean fits =
        !name.isBlank()
            && name.length() <= MAX_NAME
            && name.codePoints().noneMatch(Character::isISOControl);
    if (!fits) {
      throw RequestRefused.invalid(
          "name must have 1 to " + MAX_NAME + " characters and no control characters.");
    }
    return name;
  }

  private ImportWallet.Source local() {
    if (key == null || address != null) {
      throw RequestRefused.invalid("A local wallet is imported by its key alone.");
    }
    return KeyExport.parse(key)
        .map(ImportWallet.Source.Key::new)
        .orElseThrow(
            () -> RequestRefused.invalid("key is no secp256k1 or BLS key in Lotus' export form."));
  }

  private FilAddress parsed() {
    if (address == null || key != null) {
      throw RequestRefused.invalid("A wallet of this kind is added by its address alone.");
    }
    try {
      return FilAddress.parse(address);
    } catch (FormatException e) {
      throw RequestRefused.invalid("address is no Filecoin address.");
    }
  }

  /** The key must not reach a log. */
  @Override
  public String toString() {
    return "NewWallet[" + kind + ", " + address + "]";
  }
}
