package io.filstore.pack;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One CAR on its way to be a piece: blocks go into the file and the commitment, each once. */
final class PieceFile {
  private final SeekableByteChannel file;
  private final long limit;
  private final CommP commP;
  private final CarOutput out;
  private final CarWriter car;
  private final long headerLength;
  private @Nullable Cid firstBlock;

  PieceFile(SeekableByteChannel file, PackOptions options, ByteBuffer buffer, Executor hashing)
      throws IOException {
    this.file = file;
    this.limit = options.mostPiece().unpadded();
    this.commP = new CommP(hashing, options.workers());
    this.out = new CarOutput(file, commP, buffer);
    this.car = new CarWriter(out, options.placeholderRoot());
    this.headerLength = car.position();
  }

  /** Whether the block is here already or its section would still fit. */
  boolean takes(Cid cid, int length) {
    return car.position() + CarWriter.sectionLength(cid, length) <= limit || car.contains(cid);
  }

  /** Adds a block unless it is there; returns the offset of its section. */
  long add(Cid cid, byte[] buffer, int offset, int length) throws IOException {
    if (firstBlock == null) {
      firstBlock = cid;
    }
    return car.block(cid, buffer, offset, length);
  }

  boolean isEmpty() {
    return firstBlock == null;
  }

  /** The block given first; there must be one. */
  Cid firstBlock() {
    return Objects.requireNonNull(firstBlock, "the CAR has no block");
  }

  CarWriter car() {
    return car;
  }

  /** Writes out what is buffered and puts the root into the header. */
  PieceCommitment finish(Cid root) throws IOException {
    out.flush();
    byte[] header = CarWriter.header(root);
    if (header.length != headerLength) {
      throw new IllegalArgumentException(
          "root %s needs a header of %d bytes, there is room for %d"
              .formatted(root, header.length, headerLength));
    }
    ByteBuffer bytes = ByteBuffer.wrap(header);
    file.position(0);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    return commP.finish(header);
  }
}
