package io.filstore.db.chain;

/**
 * Id addresses of providers as rows have them. Nodes of test networks print {@code t01000} for what
 * is {@code f01000} elsewhere: the letter is the network's, the actor is the same, and two
 * spellings must not become two providers.
 */
public final class ProviderIds {
  private ProviderIds() {}

  /** With the letter of the main network; anything else is left as it is. */
  public static String canonical(String id) {
    return id.startsWith("t0") ? "f" + id.substring(1) : id;
  }
}
