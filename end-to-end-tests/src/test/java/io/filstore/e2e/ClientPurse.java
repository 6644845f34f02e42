package io.filstore.e2e;

import io.filstore.filecoin.Secp256k1Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * A wallet that the test fills by hand, instead of the faucet that fills an empty one by itself.
 */
final class ClientPurse {
  private final String address;
  private final Path keyFile;

  private ClientPurse(String address, Path keyFile) {
    this.address = address;
    this.keyFile = keyFile;
  }

  static ClientPurse empty(Path folder) throws IOException {
    Secp256k1Key key = Secp256k1Key.generate(new SecureRandom());
    Path file =
        Files.writeString(folder.resolve("wallet-key"), HexFormat.of().formatHex(key.secret()));
    return new ClientPurse(key.address().toString(), file);
  }

  /** The settings of a system that uses it. */
  Map<String, String> settings() {
    return Map.of("FILECOIN_WALLET_KEY_FILE", keyFile.toString(), "FAUCET_URL", "");
  }

  void fill(PublicApi api, int fil, long dataCapBytes) throws IOException, InterruptedException {
    api.devnet(
        "POST",
        "/devnet/faucet",
        "{\"address\":\"%s\",\"fil\":%d,\"datacap_bytes\":%d}"
            .formatted(address, fil, dataCapBytes));
  }
}
