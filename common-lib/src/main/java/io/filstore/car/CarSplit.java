package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Cuts a CAR file of either version into smaller CARv1s that hold all of its blocks, each once.
 * Every part has a root that is in it: the last one has the roots of the archive and all nodes
 * whose trees lie in more than one part, any other the node with the largest tree that is whole in
 * it. Blocks come in the order of a walk from the roots, children before parents, and those that no
 * root reaches come behind; so the cuts depend on the blocks and the size only.
 *
 * <p>Opening reads the file once, to find its links, and takes about 120 bytes of heap for a block.
 */
public final class CarSplit implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final CarGraph car;
  private final SplitPlan plan;
  private final FileChannel file;

  private CarSplit(CarGraph car, SplitPlan plan, FileChannel file) {
    this.car = car;
    this.plan = plan;
    this.file = file;
  }

  /**
   * One of the smaller archives.
   *
   * @param number 0 for the first
   * @param roots in its header, one unless the archive has several and this is the last part
   * @param blocks in it
   * @param size in bytes
   */
  public record Part(int number, List<Cid> roots, int blocks, long size) {
    public Part {
      roots = List.copyOf(roots);
    }
  }

  /**
   * Plans the parts.
   *
   * @param most bytes of a part
   * @throws FormatException if the archive's framing or one of the blocks with links is damaged
   * @throws IllegalArgumentException if there is no block, or one that does not fit into a part
   */
  public static CarSplit open(Path car, long most) throws IOException {
    CarGraph graph = CarGraph.read(car, CarLimits.DEFAULT);
    SplitPlan plan = SplitPlan.of(graph, most);
    return new CarSplit(graph, plan, FileChannel.open(car, StandardOpenOption.READ));
  }

  /** All parts in their order, at least one. */
  public List<Part> parts() {
    return plan.parts();
  }

  /** Roots of the archive, as its header lists them. */
  public List<Cid> roots() {
    return car.roots();
  }

  /** Blocks that were linked to, or are roots, and are not in the archive. */
  public long missing() {
    return plan.missing();
  }

  /**
   * Writes a part and verifies every block of it.
   *
   * @param progress is told of bytes written
   * @return the writer, which knows where the blocks are
   * @throws FormatException if a block is damaged; what was written is of no use then
   */
  public CarWriter write(Part part, OutputStream out, LongConsumer progress) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER);
    CarWriter writer = new CarWriter(buffered, part.roots());
    progress.accept(writer.position());
    for (int position : plan.positions(part.number())) {
      Cid cid = car.sections().cid(position);
      byte[] block = block(cid, position);
      long before = writer.position();
      writer.block(cid, block, 0, block.length);
      progress.accept(writer.position() - before);
    }
    buffered.flush();
    return writer;
  }

  private byte[] block(Cid cid, int position) throws IOException {
    int length = car.sections().blockLength(position);
    long at =
        car.payloadStart()
            + car.sections().offset(position)
            + CarWriter.sectionLength(cid, length)
            - length;
    ByteBuffer block = ByteBuffer.allocate(length);
    while (block.hasRemaining()) {
      if (file.read(block, at + block.position()) < 0) {
        throw new FormatException("CAR ends inside the block at " + at);
      }
    }
    if (!cid.multihash().verifies(block.array())) {
      throw new FormatException("block at %d is not that of its CID %s".formatted(at, cid));
    }
    return block.array();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
