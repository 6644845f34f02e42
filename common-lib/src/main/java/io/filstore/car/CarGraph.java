package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The sections of a CAR file and the links between their blocks. Reading it verifies every block
 * that may have links and skips the raw ones.
 *
 * @param roots as the header lists them
 * @param payloadStart where the CARv1 begins in the file
 * @param sections in the order of the file
 * @param graph by the numbers of the CIDs in {@code sections}
 */
record CarGraph(List<Cid> roots, long payloadStart, SectionTable sections, DagGraph graph) {
  private static final int BUFFER = 8192;
  private static final DagGraph.Listener NOBODY = (number, node) -> {};

  /**
   * Reads a file.
   *
   * @throws io.filstore.multiformats.FormatException if its framing or one of the blocks with links
   *     is damaged, or it has more sections than the limit
   */
  static CarGraph read(Path car, CarLimits limits) throws IOException {
    SectionTable sections = new SectionTable(limits.sections());
    DagGraph graph = new DagGraph(sections.cids(), limits.sections());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(car), BUFFER)) {
      CarReader reader = new CarReader(in, limits);
      for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
        int position = sections.size();
        sections.append(head);
        int number = sections.number(position);
        if (sections.first(number) == position) {
          add(graph, number, head, reader);
        }
      }
      return new CarGraph(reader.roots(), reader.payloadStart(), sections, graph);
    }
  }

  private static void add(DagGraph graph, int number, CarReader.Head head, CarReader reader)
      throws IOException {
    long codec = head.cid().codec();
    if (codec == Cid.RAW) {
      graph.raw(number, head.blockLength());
    } else {
      graph.add(number, BlockNode.of(codec, ByteBuffer.wrap(reader.block())), NOBODY);
    }
  }

  /** Numbers of everything below some CIDs, themselves included; tells what is not there. */
  BitSet below(List<Cid> cids, Consumer<Cid> missing) {
    int[] numbers = cids.stream().mapToInt(cid -> graph.root(cid, NOBODY)).toArray();
    return graph.walk(
        numbers,
        new DagGraph.Visitor() {
          @Override
          public void block(int number, BlockNode.Kind kind) {
            if (kind == BlockNode.Kind.ABSENT) {
              missing.accept(sections.cids().cid(number));
            }
          }

          @Override
          public void contradiction(int number, String what) {}
        });
  }
}
