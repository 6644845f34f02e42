package io.filstore.devnet.chain;

import io.filstore.devnet.actors.WorldState;
import io.filstore.multiformats.Cid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the chain remembers: executed messages, events, and the states of recent tipsets. */
final class History {
  /** Tipsets whose state can still be asked for. */
  static final int STATES = 120;

  private static final int ORPHANS = 1000;

  private final ConcurrentMap<Cid, MessageLookup> lookups = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<EmittedEvent> events = new CopyOnWriteArrayList<>();
  private final TreeMap<Long, WorldState> states = new TreeMap<>();
  private final Map<Cid, Orphan> orphans = new LinkedHashMap<>();

  /** A tipset that a reorg took back; the node still has it. */
  record Orphan(Tipset tipset, HeadView view) {}

  /** Keeps an executed message under its signed and its unsigned CID. */
  void executed(MessageLookup lookup) {
    Cid cid = lookup.signed().cid();
    lookups.put(cid, lookup);
    lookups.put(lookup.signed().message().cid(), lookup);
    events.addAll(
        lookup.events().stream()
            .map(event -> new EmittedEvent(event, lookup.includedAt(), lookup.executedAt(), cid))
            .toList());
  }

  void emitted(EmittedEvent event) {
    events.add(event);
  }

  Optional<MessageLookup> lookup(Cid cid) {
    return Optional.ofNullable(lookups.get(cid));
  }

  List<EmittedEvent> events() {
    return events;
  }

  /** Forgets what was executed by tipsets above a height, as if it had never been. */
  void takeBackAbove(long height) {
    lookups.values().removeIf(lookup -> lookup.executedAt() > height);
    events.removeIf(event -> event.seenAt() > height);
  }

  /** Forgets the states above a height, but for those that can be asked for by their tipset. */
  synchronized void orphan(List<Tipset> tipsets, long height) {
    for (Tipset tipset : tipsets) {
      WorldState state = states.floorEntry(tipset.height()).getValue();
      orphans.put(tipset.key(), new Orphan(tipset, new HeadView(tipset.height(), state)));
    }
    states.tailMap(height, false).clear();
    while (orphans.size() > ORPHANS) {
      orphans.remove(orphans.keySet().iterator().next());
    }
  }

  synchronized Optional<Orphan> orphan(Cid key) {
    return Optional.ofNullable(orphans.get(key));
  }

  synchronized void state(long height, WorldState state) {
    states.put(height, state);
    while (states.size() > STATES) {
      states.pollFirstEntry();
    }
  }

  synchronized Optional<HeadView> stateAt(long height) {
    Map.Entry<Long, WorldState> entry = states.floorEntry(height);
    return Optional.ofNullable(entry).map(e -> new HeadView(height, e.getValue()));
  }
}
