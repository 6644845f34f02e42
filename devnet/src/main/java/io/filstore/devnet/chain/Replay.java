package io.filstore.devnet.chain;

import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the journal at a start, and shortens runs of ticks to their last one. */
final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private Replay() {}

  /** All entries, genesis first; a new journal gets its genesis here. */
  static List<Entry> read(Journal journal, Limits configured) {
    List<Entry> all = journal.lines().stream().map(EntryJson::read).toList();
    if (all.isEmpty()) {
      Entry genesis = new Entry.Genesis(configured);
      journal.append(EntryJson.write(genesis));
      return List.of(genesis);
    }
    if (!(all.getFirst() instanceof Entry.Genesis(Limits recorded))) {
      throw new IllegalStateException("the chain's journal does not begin with a genesis");
    }
    if (!recorded.equals(configured)) {
      LOG.warn("keeping the limits of this network's genesis: {}", recorded);
    }
    List<Entry> merged = mergeTicks(all);
    if (merged.size() < all.size()) {
      journal.rewrite(merged.stream().map(EntryJson::write).toList());
    }
    return merged;
  }

  private static List<Entry> mergeTicks(List<Entry> all) {
    List<Entry> merged = new ArrayList<>();
    for (Entry entry : all) {
      if (entry instanceof Entry.Tick
          && !merged.isEmpty()
          && merged.getLast() instanceof Entry.Tick) {
        merged.removeLast();
      }
      merged.add(entry);
    }
    return merged;
  }
}
