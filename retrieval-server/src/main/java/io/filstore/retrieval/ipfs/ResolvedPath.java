package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.UnixFsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path followed to its end.
 *
 * @param steps the root, then one CID per name
 */
record ResolvedPath(List<Cid> steps) {

  /** Follows the names through UnixFS folders; 404 when one does not exist. */
  static ResolvedPath follow(IpfsPath path, UnixFsReader files) throws IOException {
    List<Cid> steps = new ArrayList<>();
    steps.add(path.root());
    for (String name : path.names()) {
      steps.add(
          files
              .resolve(steps.getLast(), name)
              .orElseThrow(
                  () -> Problem.notFound("There is no such name below this CID.").exception()));
    }
    return new ResolvedPath(steps);
  }

  Cid end() {
    return steps.getLast();
  }

  /** The value of {@code X-Ipfs-Roots}. */
  String roots() {
    return steps.stream().map(Cid::toString).collect(Collectors.joining(","));
  }
}
