package io.filstore.pack;

import io.filstore.car.CarWriter;
import io.filstore.car.IndexFormat;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.Loan;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
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
  private final CarForm form;
  private final CarWriter car;
  private final long headerLength;
  private @Nullable Cid firstBlock;

  PieceFile(SeekableByteChannel file, PackOptions options, ByteBuffer buffer, Executor hashing)
      throws IOException {
    this.file = file;
    this.limit = options.mostPiece().unpadded();
    this.commP = new CommP(hashing, options.workers());
    this.out = new CarOutput(file, commP, buffer);
    this.form = options.form();
    out.write(new byte[form.headLength()], 0, form.headLength());
    this.car = new CarWriter(out, options.placeholderRoot());
    this.headerLength = car.position();
  }

  /** Whether the block is here already or its section would still fit. */
  boolean takes(Cid cid, int length) {
    long grown = car.position() + CarWriter.sectionLength(cid, length);
    return grown + form.around(car.blocks() + 1) <= limit || car.contains(cid);
  }

  /** Adds a block unless it is there; returns the offset of its section. */
  long add(Cid cid, byte[] buffer, int offset, int length) throws IOException {
    if (firstBlock == null) {
      firstBlock = cid;
    }
    out.forget();
    return car.block(cid, buffer, offset, length);
  }

  /** What reads the array of the block given last a while longer. */
  Loan lent() {
    return out.lent();
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

  /** Writes out what is buffered and puts what is known last into the first bytes. */
  PieceCommitment finish(Cid root) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(head(root));
    if (form == CarForm.V2) {
      car.writeIndex(IndexFormat.MULTIHASH_SORTED, Channels.newChannel(out));
    }
    out.flush();
    file.position(0);
    while (head.hasRemaining()) {
      file.write(head);
    }
    return commP.finish(head.array());
  }

  /** Both lie within the bytes that the commitment can still exchange. */
  private byte[] head(Cid root) {
    byte[] header = CarWriter.header(root);
    if (header.length != headerLength) {
      throw new IllegalArgumentException(
          "root %s needs a header of %d bytes, there is room for %d"
              .formatted(root, header.length, headerLength));
    }
    if (form == CarForm.V1) {
      return header;
    }
    byte[] before = CarWriter.headOfV2(car.position());
    return ByteBuffer.allocate(before.length + header.length).put(before).put(header).array();
  }
}
