package io.filstore.retrieval.ipfs;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import io.filstore.retrieval.ipfs.Wanted.Scope;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a DAG as CARv1, depth first with links in stored order: the blocks of the path, then what
 * the scope asks for at its end. The only root is the CID that was asked for. Without duplicates it
 * remembers the CIDs written, about 150 bytes each.
 */
final class CarAnswer {

  private final Blocks blocks;
  private final OutputStream out;
  private final boolean duplicates;
  private final Set<Cid> written = new HashSet<>();

  CarAnswer(Blocks blocks, OutputStream out, boolean duplicates) {
    this.blocks = blocks;
    this.out = out;
    this.duplicates = duplicates;
  }

  void write(ResolvedPath path, Scope scope, UnixFsReader files) throws IOException {
    boolean deep = scope == Scope.ALL || (scope == Scope.ENTITY && isFile(path.end(), files));
    out.write(CarWriter.header(path.steps().getFirst()));
    List<Cid> onTheWay = path.steps().subList(0, path.steps().size() - 1);
    for (Cid step : onTheWay) {
      section(step, blocks.get(step));
    }
    walk(path.end(), deep);
  }

  private static boolean isFile(Cid cid, UnixFsReader files) throws IOException {
    boolean unixFs = cid.codec() == Cid.RAW || cid.codec() == Cid.DAG_PB;
    return unixFs && files.stat(cid).kind() == UnixFsStat.Kind.FILE;
  }

  private void walk(Cid start, boolean deep) throws IOException {
    Deque<Cid> waiting = new ArrayDeque<>();
    waiting.push(start);
    while (!waiting.isEmpty()) {
      Cid cid = waiting.pop();
      if (!duplicates && !cid.equals(start) && written.contains(cid)) {
        continue;
      }
      byte[] block = blocks.get(cid);
      section(cid, block);
      if (deep) {
        Blocks.links(cid, block).reversed().forEach(waiting::push);
      }
    }
  }

  /** Identity CIDs carry their block and never stand in a CAR. */
  private void section(Cid cid, byte[] block) throws IOException {
    if (cid.multihash().code() == Multihash.IDENTITY || (!duplicates && !written.add(cid))) {
      return;
    }
    Varint.write(cid.length() + (long) block.length, out);
    out.write(cid.bytes());
    out.write(block);
  }
}
