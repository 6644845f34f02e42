package io.filstore.filecoin.mk20;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.Signatures;
import io.filstore.filecoin.Signer;
import io.filstore.multiformats.FormatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The Authorization header of MK20 requests since Curio 1.27.4: {@code CurioAuth <type>:<base64
 * address>:<base64 signature>}, signed over the SHA-256 of address, method, escaped path without
 * query, and minute. The body is not covered, so the header is worth as much as the TLS around it.
 */
public final class CurioAuth {

  private static final String SCHEME = "CurioAuth ";
  private static final int MAX_HEADER = 1024;

  private CurioAuth() {}

  /**
   * The header's value.
   *
   * @param path escaped, without query
   * @param minute of the request; rounded down to the minute
   */
  public static String authorization(Signer key, String method, String path, Instant minute) {
    byte[] address = key.address().bytes();
    Signature signature = key.sign(message(key.address(), method, path, minute));
    Base64.Encoder base64 = Base64.getEncoder();
    return SCHEME
        + keyType(signature.type())
        + ":"
        + base64.encodeToString(address)
        + ":"
        + base64.encodeToString(signature.bytes());
  }

  /** The 32 bytes that are signed as a Filecoin payload. */
  public static byte[] message(FilAddress client, String method, String path, Instant minute) {
    MessageDigest sha256 = sha256();
    sha256.update(client.bytes());
    sha256.update(method.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    sha256.update((path.isEmpty() ? "/" : path).getBytes(StandardCharsets.UTF_8));
    String time = minute.truncatedTo(ChronoUnit.MINUTES).toString();
    return sha256.digest(time.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Who asks. Takes the current, the previous and the next minute, as Curio 1.28.2 does.
   *
   * @throws CurioAuthException if the header is malformed or its signature does not fit; the
   *     message repeats nothing of it
   */
  public static FilAddress verify(String header, String method, String path, Instant now) {
    if (!header.startsWith(SCHEME) || header.length() > MAX_HEADER) {
      throw new CurioAuthException("authorization is not of the scheme CurioAuth");
    }
    String[] parts = header.substring(SCHEME.length()).split(":", 3);
    if (parts.length != 3) {
      throw new CurioAuthException("authorization has not three parts");
    }
    FilAddress client;
    Signature signature;
    try {
      client = FilAddress.fromBytes(Base64.getDecoder().decode(parts[1]));
      signature = Signature.fromBytes(Base64.getDecoder().decode(parts[2]));
    } catch (IllegalArgumentException | FormatException e) {
      throw new CurioAuthException("authorization has no address or no signature", e);
    }
    if (!parts[0].equals(keyType(signature.type()))) {
      throw new CurioAuthException("authorization names another key type than it is signed with");
    }
    if (List.of(0, -1, 1).stream()
        .map(offset -> now.plus(offset, ChronoUnit.MINUTES))
        .noneMatch(minute ->
            Signatures.verify(client, message(client, method, path, minute), signature))) {
      throw new CurioAuthException("authorization signature does not fit the request");
    }
    return client;
  }

  private static String keyType(Signature.Type type) {
    return switch (type) {
      case SECP256K1 -> "secp256k1";
      case BLS -> "bls";
      case DELEGATED -> "delegated";
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
