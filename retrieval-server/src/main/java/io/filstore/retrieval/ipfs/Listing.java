package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.unixfs.DirectoryEntry;
import java.util.List;

/**
 * A folder as JSON.
 *
 * @param path as requested
 */
record Listing(String cid, String path, List<Line> entries) {

  /**
   * @param tsize cumulative bytes as the folder's block states them
   */
  record Line(String name, String cid, long tsize) {}

  static Listing of(Cid cid, String path, List<DirectoryEntry> entries) {
    return new Listing(
        cid.toString(),
        path,
        entries.stream()
            .map(entry -> new Line(entry.name(), entry.cid().toString(), entry.tsize()))
            .toList());
  }
}
