package io.filstore.scheduler.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.TestDatabase;
import io.filstore.db.chain.Wallets;
import io.filstore.filecoin.FilAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientWalletTest {

  private static final String PASSWORD = "correct horse battery";

  private final Wallets wallets = new Wallets(TestDatabase.fresh().jdbc());

  @TempDir Path folder = Path.of("");

  private ClientWallet wallet(String password, String keyFile) {
    return new ClientWallet(
        wallets, new WalletProperties(password, keyFile, ""), new SecureRandom());
  }

  @Test
  void isMadeOnceAndOpenedAfterARestart() {
    FilAddress made = wallet(PASSWORD, "").address();

    assertThat(wallet(PASSWORD, "").address()).isEqualTo(made);
    assertThat(wallets.all()).hasSize(1);
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
    assertThatThrownBy(() -> wallet(PASSWORD, second.toString()).key())
        .hasMessageContaining("already uses " + imported);
  }
}
