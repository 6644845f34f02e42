package io.filstore.devnet.provider;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Faults still to come at one provider. Kept in memory: a restart clears them. */
final class Faults {
  private final Map<Fault.Kind, Fault> waiting = new EnumMap<>(Fault.Kind.class);

  synchronized void add(Fault fault) {
    waiting.put(fault.kind(), fault);
  }

  synchronized void clear() {
    waiting.clear();
  }

  synchronized List<Fault> all() {
    return new ArrayList<>(waiting.values());
  }

  /** Uses up one fault of the kind. */
  synchronized Optional<Fault> take(Fault.Kind kind) {
    Fault fault = waiting.get(kind);
    if (fault == null) {
      return Optional.empty();
    }
    if (fault.next() <= 1) {
      waiting.remove(kind);
    } else {
      waiting.put(kind, fault.once());
    }
    return Optional.of(fault);
  }

  /** Uses up what is to happen to a proposal that was just accepted. */
  Set<StoredDeal.Quirk> takeQuirks() {
    Set<StoredDeal.Quirk> quirks = EnumSet.noneOf(StoredDeal.Quirk.class);
    take(Fault.Kind.WRONG_COMMP).ifPresent(f -> quirks.add(StoredDeal.Quirk.WRONG_COMMP));
    take(Fault.Kind.NEVER_PUBLISH).ifPresent(f -> quirks.add(StoredDeal.Quirk.NEVER_PUBLISH));
    take(Fault.Kind.NEVER_ACTIVATE).ifPresent(f -> quirks.add(StoredDeal.Quirk.NEVER_ACTIVATE));
    return quirks;
  }
}
