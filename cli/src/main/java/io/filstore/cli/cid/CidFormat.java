package io.filstore.cli.cid;

import io.filstore.cli.console.UsageException;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;

/**
 * A text with places for the parts of a CID, in the letters of {@code ipfs cid format}
 * (ipfs/go-cidutil format.go).
 */
record CidFormat(String pattern) {
  static final String LETTERS =
      "%%s the CID, %%S without base prefix, %%b %%B base, %%v %%V version, %%c %%C codec, %%h %%H"
          + " hash, %%L digest length, %%m %%M multihash, %%d %%D digest, %%P everything but the"
          + " digest, %%%% a percent sign";

  /** The text for one CID. */
  String of(Cid cid, Multibase base) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      i++;
      if (i == pattern.length()) {
        throw new UsageException("the format '" + pattern + "' ends with a single %");
      }
      out.append(part(pattern.charAt(i), cid, base));
    }
    return out.toString();
  }

  private static String part(char letter, Cid cid, Multibase base) {
    Multihash hash = cid.multihash();
    return switch (letter) {
      case '%' -> "%";
      case 's' -> cid.toString(base);
      case 'S' -> base.encodeRaw(cid.bytes());
      case 'b' -> BaseName.of(base);
      case 'B' -> String.valueOf(BaseName.prefix(base));
      case 'v' -> "cidv" + cid.version();
      case 'V' -> String.valueOf(cid.version());
      case 'c' -> Multicodec.name(cid.codec());
      case 'C' -> String.valueOf(cid.codec());
      case 'h' -> Multicodec.name(hash.code());
      case 'H' -> String.valueOf(hash.code());
      case 'L' -> String.valueOf(hash.digestLength());
      case 'm' -> base.encode(hash.bytes());
      case 'M' -> base.encodeRaw(hash.bytes());
      case 'd' -> base.encode(hash.digest());
      case 'D' -> base.encodeRaw(hash.digest());
      case 'P' -> prefix(cid);
      default -> throw new UsageException("the format has no letter %" + letter);
    };
  }

  private static String prefix(Cid cid) {
    Multihash hash = cid.multihash();
    return "cidv%d-%s-%s-%d"
        .formatted(
            cid.version(),
            Multicodec.name(cid.codec()),
            Multicodec.name(hash.code()),
            hash.digestLength());
  }
}
