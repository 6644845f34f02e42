package io.filstore.pack;

import io.filstore.car.CarSplit;
import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * An archive cut into pieces, as {@link CarSplit} cuts it.
 *
 * @param roots of the archive
 * @param missing CIDs that have no block in it though something links to them
 * @param pieces at least one
 */
public record SplitArchive(List<Cid> roots, long missing, List<Piece> pieces) {
  private static final int BUFFER = 1 << 20;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  public SplitArchive {
    roots = List.copyOf(roots);
    pieces = List.copyOf(pieces);
  }

  /**
   * One of the pieces.
   *
   * @param packed with the first of its roots
   * @param roots in its header; several only in the last piece of an archive with several
   */
  public record Piece(PackedPiece packed, List<Cid> roots) {
    public Piece {
      roots = List.copyOf(roots);
    }
  }

  /**
   * Cuts a CAR file of either version into CARs of at most so many bytes, computes their piece
   * commitments and writes a {@link Manifest}. Running it again writes the same files.
   *
   * @param most bytes of a CAR, without the padding of its piece
   * @param progress is told of bytes written
   * @throws io.filstore.multiformats.FormatException if the archive is damaged; CARs that were
   *     finished before stay
   * @throws IllegalArgumentException if there is no block, or one that does not fit into a CAR
   */
  public static SplitArchive of(Path car, long most, Path folder, LongConsumer progress)
      throws IOException {
    try (CarSplit split = CarSplit.open(car, most);
        PieceFolder output = new PieceFolder(folder);
        ExecutorService hashing = Executors.newFixedThreadPool(THREADS)) {
      Run run = new Run(split, output, hashing, ByteBuffer.allocateDirect(BUFFER), progress);
      List<Piece> pieces = new ArrayList<>();
      for (CarSplit.Part part : split.parts()) {
        pieces.add(run.piece(part));
      }
      SplitArchive whole = new SplitArchive(split.roots(), split.missing(), pieces);
      Manifest.write(folder, whole);
      return whole;
    }
  }

  private record Run(
      CarSplit split,
      PieceOutput output,
      ExecutorService hashing,
      ByteBuffer buffer,
      LongConsumer progress) {

    Piece piece(CarSplit.Part part) throws IOException {
      CommP commP = new CommP(hashing, THREADS);
      CarOutput out = new CarOutput(output.open(part.number()), commP, buffer);
      CarWriter car = split.write(part, out, progress);
      out.flush();
      Cid root = part.roots().getFirst();
      PackedPiece packed = new PackedPiece(part.number(), root, commP.finish(), part.blocks());
      output.finished(packed, car);
      return new Piece(packed, part.roots());
    }
  }
}
