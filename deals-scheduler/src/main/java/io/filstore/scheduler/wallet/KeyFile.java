package io.filstore.scheduler.wallet;

import io.filstore.filecoin.Secp256k1Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A wallet key to import: 64 hex digits, or what {@code lotus wallet export} prints, which is the
 * hex of {@code {"Type":"secp256k1","PrivateKey":"<base64>"}}; that JSON itself is read too. No
 * message here repeats the content.
 */
final class KeyFile {

  private static final int KEY_HEX_DIGITS = 64;

  private KeyFile() {}

  static Secp256k1Key read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new IllegalStateException("FILECOIN_WALLET_KEY_FILE " + file + " cannot be read", e);
    }
    try {
      return Secp256k1Key.fromBytes(secret(text));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new IllegalStateException(
          "FILECOIN_WALLET_KEY_FILE "
              + file
              + " holds no secp256k1 key in hex or in Lotus' export form");
    }
  }

  private static byte[] secret(String text) {
    if (text.length() == KEY_HEX_DIGITS) {
      return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
    }
    String json =
        text.startsWith("{")
            ? text
            : new String(HexFormat.of().parseHex(text), StandardCharsets.UTF_8);
    JsonNode export = JsonMapper.shared().readTree(json);
    if (!export.path("Type").asString("").equals("secp256k1")) {
      throw new IllegalArgumentException("not secp256k1");
    }
    return Base64.getDecoder().decode(export.required("PrivateKey").asString());
  }
}
