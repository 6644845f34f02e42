package io.filstore.devnet.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A deal that the provider accepted.
 *
 * @param id ULID (MK20) or UUID (MK12)
 * @param client address as the client wrote it
 * @param rawSize bytes of the CAR
 * @param faults that were asked for and will happen to this deal
 */
record StoredDeal(
    String id,
    String client,
    long rawSize,
    List<Source> sources,
    Terms terms,
    List<Fault> faults,
    Progress progress) {

  StoredDeal {
    faults = List.copyOf(faults);
  }

  StoredDeal with(Progress next) {
    return new StoredDeal(id, client, rawSize, sources, terms, faults, next);
  }

  /** The same with one more fault to come; of each kind there is one. */
  StoredDeal with(Fault more) {
    List<Fault> all = new ArrayList<>(faults);
    all.removeIf(fault -> fault.kind() == more.kind());
    all.add(more);
    return new StoredDeal(id, client, rawSize, sources, terms, all, progress);
  }

  boolean has(Fault.Kind kind) {
    return fault(kind).isPresent();
  }

  Optional<Fault> fault(Fault.Kind kind) {
    return faults.stream().filter(fault -> fault.kind() == kind).findFirst();
  }
}
