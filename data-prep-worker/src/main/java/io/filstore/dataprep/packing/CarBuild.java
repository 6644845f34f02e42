package io.filstore.dataprep.packing;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.BlobStore;
import io.filstore.db.upload.Entry;
import io.filstore.db.upload.Upload;
import io.filstore.pack.Manifest;
import io.filstore.pack.Packed;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Packer;
import io.filstore.pack.PieceFullException;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.unixfs.InvalidPathException;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceChangedException;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeSource;
import java.io.IOException;
import java.util.List;

/**
 * The single pass: staged files are read once and come out as a published CARv1 with its sidecar,
 * root CID, piece commitment and a CID and offset per file and folder.
 *
 * <p>Memory, whatever the size of the upload: what {@link Packer} says, and a row per file and
 * folder.
 */
final class CarBuild {

  static final Profile PROFILE = Profile.UNIXFS_V1_2025;

  private final BlobStore store;
  private final DiskSpace space;
  private final StagingArea staging;
  private final Packer packer;
  private final PackingProperties properties;
  private final PackStep.Listener steps;

  CarBuild(
      BlobStore store,
      DiskSpace space,
      StagingArea staging,
      Packer packer,
      PackingProperties properties,
      PackStep.Listener steps) {
    this.store = store;
    this.space = space;
    this.staging = staging;
    this.packer = packer;
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
    } catch (PieceFullException full) {
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
    PackedEntries entries = new PackedEntries(steps, files.getFirst().path());
    Packed packed =
        packer.intoOne(source(upload, files), new CarDraft(store, draft, steps), entries);
    PackedPiece piece = packed.pieces().getFirst();
    return new PackedCar(
        packed.root().cid(),
        piece.commitment(),
        piece.blocks(),
        PROFILE.id(),
        Manifest.carName(piece),
        entries.all());
  }

  /** A folder that holds the relative paths, or one file that is the root itself. */
  private TreeSource source(Upload upload, List<Entry> files) {
    List<SourceFile> sources =
        files.stream()
            .map(file -> new SourceFile(file.path(), file.size(), () -> staging.open(file)))
            .toList();
    return upload.wrap() || sources.size() > 1
        ? TreeSource.ofFiles(sources)
        : TreeSource.ofFile(sources.getFirst());
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
