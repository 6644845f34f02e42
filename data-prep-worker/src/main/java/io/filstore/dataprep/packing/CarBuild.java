package io.filstore.dataprep.packing;

import io.filstore.blob.BlobStat;
import io.filstore.blob.BlobStore;
import io.filstore.db.upload.Entry;
import io.filstore.db.upload.Upload;
import io.filstore.multiformats.FormatException;
import io.filstore.pack.Manifest;
import io.filstore.pack.OtherPackingException;
import io.filstore.pack.Packed;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Packer;
import io.filstore.pack.PieceFullException;
import io.filstore.unixfs.InvalidPathException;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceChangedException;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeSource;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single pass: staged files are read once and come out as published CARs with their sidecars
 * and piece commitments, as many as it takes, and a CID per file and folder.
 *
 * <p>Memory, whatever the size of the upload: what {@link Packer} says, and a row per file and
 * folder.
 */
final class CarBuild {

  static final Profile PROFILE = Profile.UNIXFS_V1_2025;

  private static final Logger LOG = LoggerFactory.getLogger(CarBuild.class);

  private final BlobStore store;
  private final DiskSpace space;
  private final StagingArea staging;
  private final PackJournals journals;
  private final Packer packer;
  private final PackingProperties properties;
  private final PackStep.Listener steps;

  CarBuild(
      BlobStore store,
      DiskSpace space,
      StagingArea staging,
      PackJournals journals,
      Packer packer,
      PackingProperties properties,
      PackStep.Listener steps) {
    this.store = store;
    this.space = space;
    this.staging = staging;
    this.journals = journals;
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
   * Packs the files of an upload; goes on behind the last finished piece of a run that died.
   *
   * @throws PackRefusedException when it can never be packed as it is
   * @throws DiskFullException when there is no room for its CARs now; finished pieces stay for the
   *     next run
   */
  PackedUpload build(Upload upload, List<Entry> files) throws IOException {
    try (PackJournal journal = journals.take(upload.id());
        CarDrafts drafts = drafts(upload, journal)) {
      return pack(upload, files, journal, drafts);
    } catch (PieceFullException full) {
      throw tooLarge();
    } catch (InvalidPathException path) {
      throw new PackRefusedException("unixfs_invalid", String.valueOf(path.getMessage()));
    } catch (SourceChangedException changed) {
      throw new PackRefusedException("source_changed", "staged file " + changed.getMessage());
    } catch (IOException failure) {
      throw DiskFullException.recognise(failure);
    }
  }

  /** What an earlier run left is used where it is still good. */
  private PackedUpload pack(Upload upload, List<Entry> files, PackJournal journal, CarDrafts drafts)
      throws IOException {
    try {
      PackedUpload packed = write(upload, files, journal, drafts);
      if (isComplete(packed)) {
        return packed;
      }
      LOG.warn("pack {} begins anew: a CAR of the stopped packing is gone", upload.id());
    } catch (OtherPackingException | FormatException unusable) {
      LOG.warn("pack {} begins anew: {}", upload.id(), unusable.getMessage());
    }
    journal.clear();
    return write(upload, files, journal, drafts);
  }

  private PackedUpload write(
      Upload upload, List<Entry> files, PackJournal journal, CarDrafts drafts) throws IOException {
    PackedEntries entries = new PackedEntries(steps, files.getFirst().path());
    Packed packed =
        packer.intoPiecesKeepingJournal(
            source(upload, files), words(upload), journal.folder(), drafts, entries);
    return new PackedUpload(
        packed.root().cid(), packed.pieces(), PROFILE.id(), entries.all(), null);
  }

  private String words(Upload upload) {
    return "%s, %s, pieces up to %d bytes"
        .formatted(upload.id(), PROFILE.id(), properties.maxPiece().bytes());
  }

  private boolean isComplete(PackedUpload packed) throws IOException {
    for (PackedPiece piece : packed.pieces()) {
      long length = store.stat(Manifest.carName(piece)).map(BlobStat::length).orElse(-1L);
      if (length != piece.commitment().rawSize()
          || store.stat(CarDrafts.indexName(piece)).isEmpty()) {
        return false;
      }
    }
    return true;
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

  private PackRefusedException tooLarge() {
    return new PackRefusedException(
        "too_large",
        "a block of the upload may have %d bytes, one piece of %d bytes holds at most %d with its CAR overhead"
            .formatted(
                PROFILE.chunkSize(),
                properties.maxPiece().bytes(),
                properties.maxPiece().unpadded()));
  }

  private CarDrafts drafts(Upload upload, PackJournal journal) {
    return new CarDrafts(store, number -> requireSpace(upload, number), journal, steps);
  }

  /** The pieces before this one are there and nearly full. */
  private void requireSpace(Upload upload, int number) throws IOException {
    long left = Math.max(0, upload.totalBytes() - number * properties.maxPiece().unpadded());
    long needed = left + properties.freeSpaceReserve().toBytes();
    long usable = space.usableBytes();
    if (usable < needed) {
      throw new DiskFullException(
          "packing needs %d bytes with its reserve, the CAR store's volume has %d"
              .formatted(needed, usable));
    }
  }
}
