package io.filstore.db.deal;

/** Someone else changed the deal since it was read; read it again and decide anew. */
public final class StaleDealException extends RuntimeException {
  public StaleDealException(Deal read) {
    super("deal " + read.id() + " is no longer at version " + read.version());
  }
}
