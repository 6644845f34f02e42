package io.filstore.ids;

import java.util.regex.Pattern;

/** The kinds of rows that carry an id, each with its prefix. */
public enum IdKind {
  ACCOUNT("acc"),
  API_KEY("key"),
  CAR("car"),
  CHAIN_MESSAGE("msg"),
  DEAL("dl"),
  DENIAL("dny"),
  EVENT("evt"),
  POLICY("pol"),
  RECLAIM("rcl"),
  SHARE("shr"),
  UPLOAD("upl"),
  WEBHOOK("whk");

  private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

  private final String prefix;

  IdKind(String prefix) {
    this.prefix = prefix + "_";
  }

  /** A fresh id of this kind. */
  public String next() {
    return prefix + Ulid.next();
  }

  /** Whether the text has the form of an id of this kind. */
  public boolean matches(String id) {
    return id.startsWith(prefix) && ULID.matcher(id.substring(prefix.length())).matches();
  }

  /** The ULID inside an id of this kind, which MK20 takes as a deal's identifier. */
  public String ulidOf(String id) {
    if (!matches(id)) {
      throw new IllegalArgumentException("not an id of kind " + prefix + ": " + id);
    }
    return id.substring(prefix.length());
  }
}
