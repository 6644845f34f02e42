package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.UnixFsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A path followed to its end.
 *
 * @param logical the root, then one CID per name; names inside one block have none of their own
 * @param way every block that was needed to come to the end, the end itself left out
 * @param end the block at the end
 * @param inside where in that block the path ends; null when it is the block as a whole
 */
record ResolvedPath(List<Cid> logical, List<Cid> way, Cid end, NodePath.@Nullable Inside inside) {

  private static final int MOST_TOLD = 64;

  /** Follows the names through folders, maps, lists and links; 404 when one does not exist. */
  static ResolvedPath follow(IpfsPath path, HeldContent held) throws IOException {
    return new Walk(path, held).toEnd();
  }

  /** The value of {@code X-Ipfs-Roots}; of a path too long for a header the root alone. */
  String roots() {
    if (logical.size() > MOST_TOLD) {
      return logical.getFirst().toString();
    }
    return logical.stream().map(Cid::toString).collect(Collectors.joining(","));
  }

  private static final class Walk {
    private final HeldContent held;
    private final UnixFsReader files;
    private final List<String> names;
    private final List<Cid> logical = new ArrayList<>();
    private final List<Cid> way = new ArrayList<>();
    private Cid at;
    private int followed;

    Walk(IpfsPath path, HeldContent held) {
      this.held = held;
      this.files = held.files();
      this.names = path.names();
      this.at = path.root();
      logical.add(at);
    }

    ResolvedPath toEnd() throws IOException {
      NodePath.Inside inside = null;
      while (followed < names.size() && inside == null) {
        inside = step();
      }
      return new ResolvedPath(List.copyOf(logical), List.copyOf(way), at, inside);
    }

    private NodePath.@Nullable Inside step() throws IOException {
      if (at.codec() == Cid.DAG_PB) {
        List<Cid> shards = new ArrayList<>();
        Optional<Cid> child = files.child(at, names.get(followed), shards);
        goOn(child.orElseThrow(Walk::nothing), 1, shards);
        return null;
      }
      if (!NodePath.leadsThrough(at.codec())) {
        throw nothing();
      }
      List<String> left = names.subList(followed, names.size());
      return switch (NodePath.follow(at, held.blocks().get(at), left)) {
        case NodePath.Inside inside -> inside;
        case NodePath.Nowhere() -> throw nothing();
        case NodePath.Away(Cid cid, int used) -> {
          goOn(cid, used, List.of());
          yield null;
        }
      };
    }

    private void goOn(Cid next, int used, List<Cid> shards) {
      way.add(at);
      way.addAll(shards);
      logical.add(next);
      at = next;
      followed += used;
    }

    private static RuntimeException nothing() {
      return Problem.notFound("There is no such name below this CID.").exception();
    }
  }
}
