package io.filstore.piece;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Allows one provider to download one piece until a given second: {@code
 * <provider>.<expiry>.<base64url of HMAC-SHA256>} over {@code piece:<piece CID
 * v1>:<provider>:<expiry>}. Whoever proposes the deal signs it, whoever serves the piece checks it.
 */
public final class PieceToken {

  /** At least this many bytes of key. */
  public static final int MIN_KEY = 32;

  private static final Pattern TEXT =
      Pattern.compile("([ft]0[0-9]{1,19})\\.([1-9][0-9]{0,11})\\.([A-Za-z0-9_-]{43})");

  private final String provider;
  private final Instant expires;
  private final byte[] mac;

  private PieceToken(String provider, Instant expires, byte[] mac) {
    this.provider = provider;
    this.expires = expires;
    this.mac = mac;
  }

  /**
   * Signs a token.
   *
   * @param key at least {@value #MIN_KEY} bytes
   * @param provider actor id, {@code f0...}
   * @param expires rounded down to the second
   */
  public static PieceToken sign(byte[] key, PieceCid piece, String provider, Instant expires) {
    Instant second = Instant.ofEpochSecond(expires.getEpochSecond());
    PieceToken signed =
        new PieceToken(provider, second, mac(key, piece.v1(), provider, second.getEpochSecond()));
    if (!TEXT.matcher(signed.reveal()).matches()) {
      throw new IllegalArgumentException(
          "not a provider or not a time: " + provider + ", " + second);
    }
    return signed;
  }

  /**
   * Reads a token without judging it.
   *
   * @throws FormatException if the text has another form; the message does not repeat it
   */
  public static PieceToken parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new FormatException("not a piece token");
    }
    try {
      return new PieceToken(
          parts.group(1),
          Instant.ofEpochSecond(Long.parseLong(parts.group(2))),
          Base64.getUrlDecoder().decode(parts.group(3)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new FormatException("not a piece token", e);
    }
  }

  /**
   * Whether the key signed this token for this piece (in either form of its CID), and it has not
   * run out.
   */
  public boolean allows(byte[] key, PieceCid piece, Instant now) {
    byte[] expected = mac(key, piece.v1(), provider, expires.getEpochSecond());
    return MessageDigest.isEqual(expected, mac) && now.isBefore(expires);
  }

  public String provider() {
    return provider;
  }

  public Instant expires() {
    return expires;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceToken that
        && provider.equals(that.provider)
        && expires.equals(that.expires)
        && MessageDigest.isEqual(mac, that.mac);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(mac);
  }

  /** The text that a provider sends as {@code Authorization: Bearer}; a secret. */
  public String reveal() {
    return provider
        + "."
        + expires.getEpochSecond()
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  /** For logs: whose it is and how long it lasts, without what makes it valid. */
  @Override
  public String toString() {
    return provider + "." + expires.getEpochSecond() + ".***";
  }

  private static byte[] mac(byte[] key, Cid pieceV1, String provider, long expires) {
    if (key.length < MIN_KEY) {
      throw new IllegalArgumentException("key has " + key.length + " bytes, at least " + MIN_KEY);
    }
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(key, "HmacSHA256"));
      String signed = "piece:" + pieceV1 + ":" + provider + ":" + expires;
      return hmac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
