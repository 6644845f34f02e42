package io.filstore.scheduler.wallet;

import io.filstore.filecoin.LocalKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with a wallet key to import at the first start. No message here repeats the content. */
final class KeyFile {

  private KeyFile() {}

  static LocalKey read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new IllegalStateException("FILECOIN_WALLET_KEY_FILE " + file + " cannot be read", e);
    }
    return KeyExport.parse(text)
        .orElseThrow(() ->
            new IllegalStateException(
                "FILECOIN_WALLET_KEY_FILE "
                    + file
                    + " holds no secp256k1 or BLS key in hex or in Lotus' export form"));
  }
}
