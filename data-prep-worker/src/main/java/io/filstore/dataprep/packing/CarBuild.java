package io.filstore.dataprep.packing;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.BlobStore;
import io.filstore.car.CarWriter;
import io.filstore.db.upload.Entry;
import io.filstore.db.upload.Upload;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.unixfs.InvalidPathException;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceChangedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The single pass: staged files are read once and come out as a published CARv1 with its sidecar,
 * root CID, piece commitment and a CID and offset per file and folder.
 *
 * <p>Memory, whatever the size of the upload: one chunk (1 MiB), the write buffer (1 MiB), {@value
 * #TILES_IN_FLIGHT} + 1 tiles of the piece tree (256 KiB each) and the links of one node per level;
 * beside it about 70 bytes per distinct block for the index (2 MiB for a full 32 GiB piece of 1 MiB
 * blocks) and a row per file and folder.
 */
final class CarBuild {

  /** Tiles of the piece tree that other threads may be hashing while the next one is filled. */
  private static final int TILES_IN_FLIGHT = 4;

  private static final Profile PROFILE = Profile.UNIXFS_V1_2025;

  private final BlobStore store;
  private final DiskSpace space;
  private final StagingArea staging;
  private final Executor hashing;
  private final PackingProperties properties;
  private final PackStep.Listener steps;

  CarBuild(
      BlobStore store,
      DiskSpace space,
      StagingArea staging,
      Executor hashing,
      PackingProperties properties,
      PackStep.Listener steps) {
    this.store = store;
    this.space = space;
    this.staging = staging;
    this.hashing = hashing;
    this.properties = properties;
    this.steps = steps;
  }

  /** Room on the volume of the CAR store. */
  @FunctionalInterface
  interface DiskSpace {
    long usableBytes() throws IOException;
  }

  /**
   * Packs the files of an upload.
   *
   * @throws PackRefusedException when it can never be packed as it is
   * @throws DiskFullException when there is no room for the CAR now; nothing of it is left behind
   */
  PackedCar build(Upload upload, List<Entry> files) throws IOException {
    requireFits(upload, files);
    requireSpace(upload);
    try (BlobDraft draft = store.draft()) {
      return write(upload, files, draft);
    } catch (CarOutput.FullException full) {
      throw outgrown(upload);
    } catch (InvalidPathException path) {
      throw new PackRefusedException("unixfs_invalid", String.valueOf(path.getMessage()));
    } catch (SourceChangedException changed) {
      throw new PackRefusedException("source_changed", "staged file " + changed.getMessage());
    } catch (IOException failure) {
      throw DiskFullException.recognise(failure);
    }
  }

  private PackedCar write(Upload upload, List<Entry> files, BlobDraft draft) throws IOException {
    FileChannel channel = draft.channel();
    CommP commP = new CommP(hashing, TILES_IN_FLIGHT);
    CarOutput out = new CarOutput(channel, commP, properties.maxPiece().unpadded());
    CarWriter writer = new CarWriter(out, CarWriter.PLACEHOLDER_ROOT);
    PackedTree tree = new PackedTree(PROFILE, writer, staging, steps);
    Cid root =
        upload.wrap() || files.size() > 1 ? tree.directory(files) : tree.single(files.getFirst());
    out.flush();
    CarWriter.patchRoot(channel, root);
    steps.reached(PackStep.CAR_WRITTEN);
    PieceCommitment piece = commP.finish(CarWriter.header(root));
    String name = piece.v1().toString();
    publishIndex(writer, name);
    steps.reached(PackStep.INDEX_PUBLISHED);
    draft.publish(name + ".car");
    steps.reached(PackStep.CAR_PUBLISHED);
    return new PackedCar(root, piece, writer.blocks(), PROFILE.id(), name + ".car", tree.entries());
  }

  /** The index first: whoever sees the CAR finds its index. */
  private void publishIndex(CarWriter writer, String name) throws IOException {
    try (BlobDraft index = store.draft()) {
      writer.writeIndex(index.channel());
      index.publish(name + ".idx");
    }
  }

  private void requireFits(Upload upload, List<Entry> files) {
    long limit = properties.maxPiece().unpadded();
    for (Entry file : files) {
      if (file.size() > limit) {
        throw tooLarge("file \"" + file.path() + "\"", file.size());
      }
    }
    if (upload.totalBytes() > limit) {
      throw tooLarge("upload", upload.totalBytes());
    }
  }

  private PackRefusedException tooLarge(String what, long bytes) {
    PaddedPieceSize piece = properties.maxPiece();
    return PackRefusedException.tooLarge(what, bytes, piece.unpadded(), piece.bytes());
  }

  private PackRefusedException outgrown(Upload upload) {
    return new PackRefusedException(
        "too_large",
        "upload is %d bytes plus its CAR overhead, one piece of %d bytes holds at most %d"
            .formatted(
                upload.totalBytes(),
                properties.maxPiece().bytes(),
                properties.maxPiece().unpadded()));
  }

  private void requireSpace(Upload upload) throws IOException {
    long needed = upload.totalBytes() + properties.freeSpaceReserve().toBytes();
    long usable = space.usableBytes();
    if (usable < needed) {
      throw new DiskFullException(
          "packing needs %d bytes with its reserve, the CAR store's volume has %d"
              .formatted(needed, usable));
    }
  }
}
