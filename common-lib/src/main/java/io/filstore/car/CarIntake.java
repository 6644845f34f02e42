package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * Takes in an archive of somebody else: its CARv1 to the byte, in one pass and with every block
 * verified, and what the blocks say of each other. Of a CARv2 only the CARv1 inside is taken; its
 * index is neither trusted nor kept. Zeros behind the last section are left out, since they do not
 * change the commitment of the piece: otherwise two archives of different length could claim one.
 *
 * <p>Memory: one block, and per block about 160 bytes, per missing block 80, as far as {@link
 * CarLimits#sections} allows. Links beyond that are not followed, and not told of.
 */
public final class CarIntake {
  private final List<Cid> roots;
  private final SectionTable sections;
  private final long blocks;
  private final long size;
  private final LinkCensus census;

  private CarIntake(
      List<Cid> roots, SectionTable sections, long blocks, long size, LinkCensus census) {
    this.roots = roots;
    this.sections = sections;
    this.blocks = blocks;
    this.size = size;
    this.census = census;
  }

  /**
   * Links that lead out of the archive and blocks that no link leads to, other than the roots. The
   * first {@value LinkCensus#NAMED} of each are named. Blocks of codecs that are not known have no
   * links here.
   */
  public record Census(
      long missingCount, List<Cid> missing, long unlinkedCount, List<Cid> unlinked) {
    public Census {
      missing = List.copyOf(missing);
      unlinked = List.copyOf(unlinked);
    }
  }

  /**
   * Reads the archive to its end and writes its CARv1.
   *
   * @param car a buffered stream
   * @param written is told how many bytes were written, after every section
   * @throws io.filstore.multiformats.FormatException if the archive is damaged; it names the place
   * @throws TooManySectionsException if it has more different blocks than the limit
   */
  public static CarIntake take(
      InputStream car, OutputStream out, CarLimits limits, LongConsumer written)
      throws IOException {
    CarReader reader = new CarReader(car, limits);
    SectionTable sections = new SectionTable(limits.sections());
    LinkCensus census = new LinkCensus(reader.roots(), limits.sections());
    SectionCopy copy = new SectionCopy(out);
    byte[] header = reader.header();
    out.write(header);
    long size = header.length;
    long blocks = 0;
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      byte[] block = reader.block();
      if (sections.putIfAbsent(head.cid(), head.sectionOffset(), block.length) < 0) {
        census.add(head.cid(), BlockNode.of(head.cid().codec(), ByteBuffer.wrap(block)));
      }
      size += copy.section(head, block);
      blocks++;
      written.accept(size);
    }
    return new CarIntake(reader.roots(), sections, blocks, size, census);
  }

  /** As the header lists them. */
  public List<Cid> roots() {
    return roots;
  }

  /** Sections, those that repeat a block included. */
  public long blocks() {
    return blocks;
  }

  /** Bytes of the CARv1. */
  public long size() {
    return size;
  }

  /** Where the section of a block begins in the CARv1; empty when it is not there. */
  public OptionalLong offset(Cid cid) {
    int position = sections.find(cid);
    return position < 0 ? OptionalLong.empty() : OptionalLong.of(sections.offset(position));
  }

  /** Empty when there were too many links to remember. */
  public Optional<Census> census() {
    return census.result();
  }

  /** Writes the sidecar that {@link CarIndex} reads. */
  public void writeIndex(WritableByteChannel out) throws IOException {
    CarIndexWriter.write(sections, out);
  }
}
