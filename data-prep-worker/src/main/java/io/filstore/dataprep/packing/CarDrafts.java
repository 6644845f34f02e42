package io.filstore.dataprep.packing;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.BlobStore;
import io.filstore.car.CarWriter;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.PieceOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The CARs of an upload, one after the other a draft in the CAR store until it is whole. */
final class CarDrafts implements PieceOutput, AutoCloseable {

  private final BlobStore store;
  private final Room room;
  private final PackJournal journal;
  private final PackStep.Listener steps;
  private @Nullable BlobDraft draft;

  CarDrafts(BlobStore store, Room room, PackJournal journal, PackStep.Listener steps) {
    this.store = store;
    this.room = room;
    this.journal = journal;
    this.steps = steps;
  }

  /** Whether there is room for a piece and those behind it. */
  @FunctionalInterface
  interface Room {
    void require(int number) throws IOException;
  }

  /** Name of the CAR's sidecar in the store. */
  static String indexName(PackedPiece piece) {
    return piece.commitment().v1() + ".idx";
  }

  @Override
  public FileChannel open(int number) throws IOException {
    if (number > 0) {
      journal.keep();
    }
    close();
    room.require(number);
    BlobDraft begun = store.draft();
    draft = begun;
    return begun.channel();
  }

  /** The index first: whoever sees the CAR finds its index. */
  @Override
  public void finished(PackedPiece piece, CarWriter car) throws IOException {
    BlobDraft whole = draft;
    if (whole == null) {
      throw new IllegalStateException("no CAR is open");
    }
    steps.reached(PackStep.CAR_WRITTEN);
    try (BlobDraft index = store.draft()) {
      car.writeIndex(index.channel());
      index.publish(indexName(piece));
    }
    steps.reached(PackStep.INDEX_PUBLISHED);
    whole.publish(Manifest.carName(piece));
    close();
    journal.keep();
    steps.reached(PackStep.CAR_PUBLISHED);
  }

  @Override
  public void close() throws IOException {
    if (draft != null) {
      draft.close();
      draft = null;
    }
  }
}
