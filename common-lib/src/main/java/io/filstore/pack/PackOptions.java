package io.filstore.pack;

import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.unixfs.Profile;

/**
 * How to pack. Bytes written depend on the profile and the piece size only, never on the workers.
 *
 * @param profile decides the shape of the tree
 * @param mostPiece largest piece a CAR may become
 * @param workers threads that hash beside the one that reads and writes, at least 1
 * @param form version of the archives
 */
public record PackOptions(Profile profile, PaddedPieceSize mostPiece, int workers, CarForm form) {
  /** Chunks that are hashed together; a vector of 512 bits has as many lanes. */
  static final int CHUNKS_PER_BATCH = 16;

  /** Leaves of small files that are hashed together at the most. */
  static final int LEAVES_PER_BATCH = 1024;

  public PackOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("workers is " + workers + ", must be at least 1");
    }
  }

  /** Archives of version 1. */
  public PackOptions(Profile profile, PaddedPieceSize mostPiece, int workers) {
    this(profile, mostPiece, workers, CarForm.V1);
  }

  /** As many workers as there are processors, and pieces up to 64 GiB. */
  public static PackOptions of(Profile profile) {
    return new PackOptions(
        profile, PaddedPieceSize.MAX, Runtime.getRuntime().availableProcessors());
  }

  public PackOptions withMostPiece(PaddedPieceSize size) {
    return new PackOptions(profile, size, workers, form);
  }

  public PackOptions withForm(CarForm other) {
    return new PackOptions(profile, mostPiece, workers, other);
  }

  /** A CID as long as the root will be. */
  Cid placeholderRoot() {
    Multihash zeros = Multihash.of(Multihash.SHA2_256, new byte[32]);
    return profile.cidVersion() == 0 ? Cid.v0(zeros) : CarWriter.PLACEHOLDER_ROOT;
  }
}
