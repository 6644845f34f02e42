package io.filstore.dataprep.packing;

import io.filstore.multiformats.Cid;
import io.filstore.pack.PackListener;
import io.filstore.pack.Place;
import io.filstore.unixfs.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Notes every file and folder of an upload and where it came to lie. */
final class PackedEntries implements PackListener {

  private final PackStep.Listener steps;
  private final String lone;
  private final List<PackedEntry> entries = new ArrayList<>();
  private Map<Cid, Place> spanning = Map.of();
  private boolean begun;

  /**
   * @param lone path of the file that is the root itself, where there is one
   */
  PackedEntries(PackStep.Listener steps, String lone) {
    this.steps = steps;
    this.lone = lone;
  }

  /** Children before parents, the root last. */
  List<PackedEntry> all() {
    return entries.stream()
        .map(entry -> entry.at(spanning.getOrDefault(entry.cid(), entry.place())))
        .toList();
  }

  @Override
  public void progressed(long bytes) {
    if (!begun) {
      begun = true;
      steps.reached(PackStep.HALF_WRITTEN);
    }
  }

  @Override
  public void file(String path, Entry file, Place place) {
    String name = path.isEmpty() ? lone : path;
    entries.add(new PackedEntry(name, false, file.size(), file.cid(), place));
  }

  @Override
  public void directory(String path, Entry directory, Place place) {
    entries.add(new PackedEntry(path, true, directory.size(), directory.cid(), place));
  }

  @Override
  public void spanning(Map<Cid, Place> places) {
    spanning = places;
  }
}
