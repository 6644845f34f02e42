package io.filstore.retrieval.publish;

import io.filstore.car.IndexedCar;
import io.filstore.ipni.AdBlock;
import io.filstore.ipni.EntryChunk;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The multihashes of a CAR's blocks as a chain of chunks, each once and in the order of the index;
 * one chunk is in memory at a time. Identity CIDs are in no index, so they are not told either.
 */
final class Entries {

  private final int perChunk;
  private final Consumer<AdBlock> sink;
  private final List<Multihash> chunk = new ArrayList<>();
  private @Nullable Cid last;

  private Entries(int perChunk, Consumer<AdBlock> sink) {
    this.perChunk = perChunk;
    this.sink = sink;
  }

  /**
   * Hands the chunks on in the order in which they are to be written.
   *
   * @param denied blocks that are left out
   * @return the last one, at which the advertisement points
   * @throws FormatException when index and CAR contradict each other, or there is no block to tell
   *     of
   */
  static Cid write(
      IndexedCar car, Predicate<Multihash> denied, int perChunk, Consumer<AdBlock> sink)
      throws IOException {
    Entries entries = new Entries(perChunk, sink);
    Multihash before = null;
    for (long number = 0; number < car.size(); number++) {
      Multihash hash = car.multihash(number);
      if (!hash.equals(before) && !denied.test(hash)) {
        entries.add(hash);
      }
      before = hash;
    }
    return entries.finish();
  }

  private void add(Multihash hash) {
    if (chunk.size() == perChunk) {
      flush();
    }
    chunk.add(hash);
  }

  private void flush() {
    AdBlock block = new EntryChunk(chunk, last).dagJson();
    if (block.bytes().length > AdBlock.MAX_BYTES) {
      throw new FormatException(
          "a chunk of entries has %d bytes, at most %d"
              .formatted(block.bytes().length, AdBlock.MAX_BYTES));
    }
    sink.accept(block);
    last = block.cid();
    chunk.clear();
  }

  private Cid finish() {
    if (!chunk.isEmpty()) {
      flush();
    }
    if (last == null) {
      throw new FormatException("there is no block to tell of");
    }
    return last;
  }
}
