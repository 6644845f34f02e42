package io.filstore.gateway.denylist;

import io.filstore.db.denylist.DeniedHash;
import io.filstore.db.denylist.ListedDenial.Form;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** One line of a list in the compact denylist format (IPIP-383), without its hints. */
sealed interface DenyRule {
  int DIGEST = 32;

  /** What a rule is about, as far as we can deny it. */
  record Target(Form form, Multihash hash) {}

  /** Denies it. */
  record Deny(Target target) implements DenyRule {}

  /** Takes back a rule that stands before. */
  record Except(Target target) implements DenyRule {}

  /** Cannot be done here, or is no rule. */
  record NotTaken(String why) implements DenyRule {}

  /** Reads a rule. */
  static DenyRule of(String rule) {
    try {
      return rule.startsWith("!") ? new Except(target(rule.substring(1))) : new Deny(target(rule));
    } catch (FormatException e) {
      return new NotTaken(String.valueOf(e.getMessage()));
    }
  }

  private static Target target(String rule) {
    if (rule.startsWith("//")) {
      return doubleHash(rule.substring(2));
    }
    if (rule.startsWith("/ipfs/")) {
      return content(rule.substring("/ipfs/".length()));
    }
    throw new FormatException(
        rule.startsWith("/ipns/")
            ? "names (/ipns) are not resolved here, so they cannot be denied"
            : "not a rule that is known");
  }

  /** With or without all that is below: who denies a root denies the ways through it. */
  private static Target content(String rest) {
    String cid = rest.endsWith("/*") ? rest.substring(0, rest.length() - 2) : rest;
    cid = cid.endsWith("/") ? cid.substring(0, cid.length() - 1) : cid;
    if (cid.indexOf('/') >= 0 || cid.indexOf('*') >= 0) {
      throw new FormatException("only content as a whole can be denied here, not a path in it");
    }
    Multihash hash = DeniedHash.of(cid(cid));
    if (hash.code() == Multihash.IDENTITY) {
      throw new FormatException("an identity CID carries its bytes, it cannot be denied");
    }
    return new Target(Form.HASH, hash);
  }

  private static Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (FormatException noCid) {
      return Cid.v1(Cid.RAW, multihash(text, "neither a CID nor a multihash in base58"));
    }
  }

  private static Target doubleHash(String text) {
    if (text.matches("[0-9a-f]{64}")) {
      return new Target(
          Form.DOUBLE_LEGACY, Multihash.of(Multihash.SHA2_256, HexFormat.of().parseHex(text)));
    }
    Multihash hash = multihash(text, "neither a multihash in base58 nor a sha2-256 in hex");
    if (hash.code() != Multihash.SHA2_256) {
      throw new FormatException("double hashes other than sha2-256 are not read here");
    }
    return new Target(Form.DOUBLE, hash);
  }

  private static Multihash multihash(String base58, String otherwise) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Multibase.BASE58BTC.decodeRaw(base58));
      Multihash hash = Multihash.read(bytes);
      if (!bytes.hasRemaining()
          && (hash.code() != Multihash.SHA2_256 || hash.digestLength() == DIGEST)) {
        return hash;
      }
    } catch (FormatException e) {
      throw new FormatException(otherwise, e);
    }
    throw new FormatException(otherwise);
  }
}
