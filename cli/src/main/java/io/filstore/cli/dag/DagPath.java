package io.filstore.cli.dag;

import io.filstore.cli.console.UsageException;
import io.filstore.multiformats.Cid;
import java.util.Arrays;
import java.util.List;

/**
 * A place in a DAG.
 *
 * @param names map keys, list positions or names in a directory, from the root on
 */
record DagPath(Cid root, List<String> names) {
  private static final String IPFS = "/ipfs/";

  /** Reads {@code CID}, {@code CID/a/0/b} or {@code /ipfs/CID/a}. */
  static DagPath parse(String text) {
    String bare = text.startsWith(IPFS) ? text.substring(IPFS.length()) : text;
    List<String> parts =
        Arrays.stream(bare.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    if (parts.isEmpty()) {
      throw new UsageException("'" + text + "' does not begin with a CID");
    }
    return new DagPath(Cid.parse(parts.getFirst()), parts.subList(1, parts.size()));
  }
}
