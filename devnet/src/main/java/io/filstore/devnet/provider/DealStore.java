package io.filstore.devnet.provider;

import io.filstore.devnet.journal.Journal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A provider's deals. Every change is on disk when the method returns. */
final class DealStore implements AutoCloseable {
  private final Journal journal;
  private final Map<String, StoredDeal> deals = new LinkedHashMap<>();

  DealStore(Path file) {
    this.journal = Journal.open(file);
    journal.lines().forEach(line -> line.forEach(json -> keep(StoredDealJson.read(json))));
    journal.rewrite(deals.values().stream().map(deal -> line(List.of(deal))).toList());
  }

  private void keep(StoredDeal deal) {
    deals.put(deal.id(), deal);
  }

  private static ArrayNode line(Collection<StoredDeal> changed) {
    ArrayNode line = JsonNodeFactory.instance.arrayNode();
    changed.forEach(deal -> line.add(StoredDealJson.write(deal)));
    return line;
  }

  /** Stores a new deal; false when the id is taken. */
  synchronized boolean add(StoredDeal deal) {
    if (deals.containsKey(deal.id())) {
      return false;
    }
    update(List.of(deal));
    return true;
  }

  /** Stores changes to several deals, all of them or none. */
  synchronized void update(List<StoredDeal> changed) {
    journal.append(line(changed));
    changed.forEach(this::keep);
  }

  synchronized Optional<StoredDeal> find(String id) {
    return Optional.ofNullable(deals.get(id));
  }

  synchronized List<StoredDeal> all() {
    return List.copyOf(deals.values());
  }

  @Override
  public void close() {
    journal.close();
  }
}
