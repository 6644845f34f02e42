package io.filstore.retrieval.outside;

/** Why a server did not give what it was asked for, in words for whoever asked. */
public enum Fault {
  /** It answered, and has not got it. */
  NOT_THERE("does not have it", Kind.HONEST),
  /** It does not offer what the call needs, such as ranges. */
  NOT_OFFERED("does not offer it in this form", Kind.HONEST),
  /** An error, or too many requests. */
  REFUSED("refused", Kind.FAILED),
  TOO_SLOW("too slow", Kind.FAILED),
  UNREACHABLE("unreachable", Kind.FAILED),
  /** The answer ended before its announced end. */
  TRUNCATED("broke off", Kind.FAILED),
  /** It sent us elsewhere; nobody follows. */
  REDIRECTED("redirected", Kind.FAILED),
  /** Its name leads to an address that must not be called. */
  NOT_PUBLIC("at a private address", Kind.FAILED),
  /** A web page where bytes were asked for. */
  PAGE("sent a page", Kind.FAILED),
  /** More bytes than it may send. */
  TOO_LARGE("sent too much", Kind.WRONG),
  /** Bytes of another hash, or of another length than this place of the piece has. */
  WRONG_BYTES("sent wrong bytes", Kind.WRONG),
  /** It failed before and is left alone for a while. */
  RESTING("not asked, it failed just before", Kind.HONEST),
  /** We ourselves hung up. */
  CANCELLED("not waited for", Kind.HONEST);

  /** What a fault says about the server. */
  public enum Kind {
    /** Nothing bad. */
    HONEST,
    /** It may be better soon. */
    FAILED,
    /** Its bytes cannot be trusted. */
    WRONG
  }

  private final String text;
  private final Kind kind;

  Fault(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** A few words that go on behind a name. */
  public String text() {
    return text;
  }

  public Kind kind() {
    return kind;
  }
}
