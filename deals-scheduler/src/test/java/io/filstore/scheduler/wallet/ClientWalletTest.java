package io.filstore.scheduler.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Keystore;
import io.filstore.filecoin.Secp256k1Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientWalletTest {

  private static final String PASSWORD = "correct horse battery";

  private final Wallets wallets = new Wallets(TestDatabase.fresh().jdbc());

  @TempDir Path folder = Path.of("");

  private ClientWallet wallet(String password, String keyFile) {
    return new ClientWallet(wallets, signers(password), keyFile, new SecureRandom());
  }

  private Signers signers(String password) {
    return new Signers(wallets, new Keystore(password, new SecureRandom()), Optional.empty());
  }

  @Test
  void isMadeOnceAndOpenedAfterARestart() {
    FilAddress made = wallet(PASSWORD, "").address();

    assertThat(wallet(PASSWORD, "").address()).isEqualTo(made);
    assertThat(wallets.all()).hasSize(1);
  }

  /** Sealed by the release that derived keys by PBKDF2, under {@link #PASSWORD}. */
  @Test
  void aKeySealedTheFormerWayIsOpenedAndSealedAnew() {
    Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());
    String address = key.address().toString();
    byte[] old = FormerSeal.seal(key.secret(), address, PASSWORD);
    wallets.addDefault(address, "secp256k1", old);

    assertThat(wallet(PASSWORD, "").key().address()).isEqualTo(key.address());

    byte[] now = wallets.defaultWallet().orElseThrow().encryptedKey();
    assertThat(now).isNotEqualTo(old);
    Keystore keystore = new Keystore(PASSWORD, new SecureRandom());
    assertThat(keystore.isOutdated(Objects.requireNonNull(now))).isFalse();
    assertThat(keystore.open(now, address)).isEqualTo(key.secret());
    assertThat(wallet(PASSWORD, "").key().address()).isEqualTo(key.address());
  }

  @Test
  void anotherPasswordDoesNotOpenIt() {
    FilAddress made = wallet(PASSWORD, "").address();

    assertThatThrownBy(() -> wallet("wrong horse battery", "").key())
        .hasMessageContaining(made.toString());
    assertThatThrownBy(() -> wallet("short", ""))
        .hasMessageContaining("FILSTORE_KEYSTORE_PASSWORD");
  }

  @Test
  void anImportedKeyIsUsedAndNotExchangedSilently() throws IOException {
    Path first = Files.writeString(folder.resolve("first"), "11".repeat(32));
    Path second = Files.writeString(folder.resolve("second"), "22".repeat(32));
    FilAddress imported = wallet(PASSWORD, first.toString()).address();

    assertThat(imported).isEqualTo(KeyFile.read(first).address());
    assertThatThrownBy(() -> wallet(PASSWORD, second.toString()).open())
        .hasMessageContaining("already uses " + imported);
  }
}
