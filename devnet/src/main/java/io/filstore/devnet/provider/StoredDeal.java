package io.filstore.devnet.provider;

import java.util.List;
import java.util.Set;

/**
 * A deal that the provider accepted.
 *
 * @param id ULID (MK20) or UUID (MK12)
 * @param client address as the client wrote it
 * @param rawSize bytes of the CAR
 * @param quirks faults that were asked for and will happen to this deal
 */
record StoredDeal(
    String id,
    String client,
    long rawSize,
    List<Source> sources,
    Terms terms,
    Set<Quirk> quirks,
    Progress progress) {

  /** What goes wrong with a deal after its acceptance. */
  enum Quirk {
    WRONG_COMMP,
    NEVER_PUBLISH,
    NEVER_ACTIVATE
  }

  StoredDeal with(Progress next) {
    return new StoredDeal(id, client, rawSize, sources, terms, quirks, next);
  }

  boolean has(Quirk quirk) {
    return quirks.contains(quirk);
  }
}
