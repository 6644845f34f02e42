package io.filstore.db.share;

import io.filstore.db.account.RandomSecret;
import io.filstore.ids.IdKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text {@code fsl_<id>_<secret>} that a link carries: a ULID and 256 random bits as base64url.
 */
public record ShareText(String id, String secret) {
  private static final String PREFIX = "fsl_";
  private static final Pattern FORM = Pattern.compile("fsl_([0-9A-Z]{26})_([A-Za-z0-9_-]{43})");

  /** A new one. */
  public static ShareText generate() {
    return new ShareText(IdKind.SHARE.next(), RandomSecret.next());
  }

  /** Whether a credential is meant as one of these, well formed or not. */
  public static boolean isMeantBy(String credential) {
    return credential.startsWith(PREFIX);
  }

  /** Reads what a client sent; empty when it is not of this form. */
  public static Optional<ShareText> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String id = "shr_" + form.group(1);
    return IdKind.SHARE.matches(id)
        ? Optional.of(new ShareText(id, form.group(2)))
        : Optional.empty();
  }

  /** The stored form of the secret. */
  public byte[] hash(String pepper) {
    return RandomSecret.hash(secret, pepper);
  }

  /** The whole token, shown once to its maker. */
  public String reveal() {
    return PREFIX + IdKind.SHARE.ulidOf(id) + "_" + secret;
  }

  @Override
  public String toString() {
    return PREFIX + IdKind.SHARE.ulidOf(id) + "_***";
  }
}
