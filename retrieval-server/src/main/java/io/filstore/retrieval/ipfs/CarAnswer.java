package io.filstore.retrieval.ipfs;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.BlockSink;
import io.filstore.unixfs.EntityReader;
import io.filstore.unixfs.StoredBlock;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes a DAG as CARv1, depth first with links in stored order: the blocks of the path, then what
 * the scope asks for at its end. The only root is the CID that was asked for. Without duplicates it
 * remembers the CIDs written ({@link CidSet}).
 */
final class CarAnswer implements BlockSink {

  /** Links met and not followed yet: five of the largest folders inside each other have as many. */
  private static final int MOST_WAITING = 1 << 18;

  private final HeldContent held;
  private final Blocks blocks;
  private final OutputStream out;
  private final @Nullable CidSet written;

  CarAnswer(HeldContent held, OutputStream out, boolean duplicates) {
    this.held = held;
    this.blocks = held.blocks();
    this.out = out;
    this.written = duplicates ? null : new CidSet();
  }

  void write(ResolvedPath path, Wanted.Car wanted) throws IOException {
    out.write(CarWriter.header(path.logical().getFirst()));
    for (Cid step : path.way()) {
      stored(step, blocks.stored(step));
    }
    switch (wanted.scope()) {
      case BLOCK -> stored(path.end(), blocks.stored(path.end()));
      case ENTITY -> entity(path, wanted.part());
      case ALL -> all(path);
    }
  }

  /** A value inside a block is in that block. */
  private void entity(ResolvedPath path, EntityReader.Part part) throws IOException {
    new EntityReader(held, this, onlyNew()).give(path.end(), part);
  }

  /** A node that was written in part only, at an end of a range, is still new as a whole. */
  private Predicate<Cid> onlyNew() {
    if (written == null) {
      return cid -> true;
    }
    CidSet whole = new CidSet();
    return cid -> cid.codec() == Cid.RAW ? !written.has(cid) : whole.add(cid);
  }

  private void all(ResolvedPath path) throws IOException {
    if (path.end().codec() == Cid.RAW) {
      stored(path.end(), blocks.stored(path.end()));
      return;
    }
    byte[] end = blocks.get(path.end());
    block(path.end(), end);
    NodePath.Inside inside = path.inside();
    walk(inside == null ? Blocks.links(path.end(), end) : inside.links());
  }

  private void walk(List<Cid> links) throws IOException {
    Deque<Cid> waiting = new ArrayDeque<>(links);
    while (!waiting.isEmpty()) {
      Cid cid = waiting.pop();
      if (written != null && written.has(cid)) {
        continue;
      }
      if (cid.codec() == Cid.RAW) {
        stored(cid, blocks.stored(cid));
        continue;
      }
      byte[] block = blocks.get(cid);
      block(cid, block);
      Blocks.links(cid, block).reversed().forEach(waiting::push);
      if (waiting.size() > MOST_WAITING) {
        throw Problem.notImplemented("The DAG has too many links side by side.").exception();
      }
    }
  }

  private void block(Cid cid, byte[] block) throws IOException {
    stored(cid, StoredBlock.of(block));
  }

  @Override
  public void block(Cid cid, byte[] buffer, int offset, int length) throws IOException {
    if (begin(cid, length)) {
      out.write(buffer, offset, length);
    }
  }

  @Override
  public void stored(Cid cid, StoredBlock block) throws IOException {
    if (begin(cid, block.length())) {
      block.write(0, block.length(), out);
    }
  }

  /** Identity CIDs carry their block and never stand in a CAR. */
  private boolean begin(Cid cid, int length) throws IOException {
    if (cid.multihash().code() == Multihash.IDENTITY || (written != null && !written.add(cid))) {
      return false;
    }
    Varint.write(cid.length() + (long) length, out);
    out.write(cid.bytes());
    return true;
  }
}
