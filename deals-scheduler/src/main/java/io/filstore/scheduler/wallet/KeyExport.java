package io.filstore.scheduler.wallet;

import io.filstore.filecoin.KeyType;
import io.filstore.filecoin.LocalKey;
import io.filstore.filecoin.Secp256k1Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keys as {@code lotus wallet export} prints them: the hex of {@code
 * {"Type":"secp256k1","PrivateKey":"<base64>"}}, or {@code bls} (lotus chain/types/keystore.go).
 */
public final class KeyExport {

  private static final int KEY_HEX_DIGITS = 64;

  private KeyExport() {}

  /**
   * Reads an export, the JSON inside it, or 64 hex digits, which are a secp256k1 key; empty for
   * anything else.
   */
  public static Optional<LocalKey> parse(String text) {
    try {
      return Optional.of(read(text.strip()));
    } catch (IllegalArgumentException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** The line that Lotus prints for this key. */
  public static String format(LocalKey key) {
    String json =
        "{\"Type\":\"%s\",\"PrivateKey\":\"%s\"}"
            .formatted(key.type().word(), Base64.getEncoder().encodeToString(key.secret()));
    return HexFormat.of().formatHex(json.getBytes(StandardCharsets.UTF_8));
  }

  private static LocalKey read(String text) {
    if (text.length() == KEY_HEX_DIGITS) {
      return Secp256k1Key.fromBytes(HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT)));
    }
    String json =
        text.startsWith("{")
            ? text
            : new String(HexFormat.of().parseHex(text), StandardCharsets.UTF_8);
    JsonNode export = JsonMapper.shared().readTree(json);
    KeyType type =
        KeyType.of(export.path("Type").asString(""))
            .orElseThrow(() -> new IllegalArgumentException("no type of key"));
    return LocalKey.of(type, Base64.getDecoder().decode(export.required("PrivateKey").asString()));
  }
}
