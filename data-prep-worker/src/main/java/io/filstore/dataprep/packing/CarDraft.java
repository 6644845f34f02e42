package io.filstore.dataprep.packing;

import io.filstore.blob.BlobDraft;
import io.filstore.blob.BlobStore;
import io.filstore.car.CarWriter;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.PieceOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** The one CAR of an upload: a draft in the CAR store until it is whole. */
final class CarDraft implements PieceOutput {

  private final BlobStore store;
  private final BlobDraft draft;
  private final PackStep.Listener steps;

  CarDraft(BlobStore store, BlobDraft draft, PackStep.Listener steps) {
    this.store = store;
    this.draft = draft;
    this.steps = steps;
  }

  /** Name of the CAR's sidecar in the store. */
  private static String indexName(PackedPiece piece) {
    return piece.commitment().v1() + ".idx";
  }

  @Override
  public FileChannel open(int number) {
    return draft.channel();
  }

  /** The index first: whoever sees the CAR finds its index. */
  @Override
  public void finished(PackedPiece piece, CarWriter car) throws IOException {
    steps.reached(PackStep.CAR_WRITTEN);
    try (BlobDraft index = store.draft()) {
      car.writeIndex(index.channel());
      index.publish(indexName(piece));
    }
    steps.reached(PackStep.INDEX_PUBLISHED);
    draft.publish(Manifest.carName(piece));
    steps.reached(PackStep.CAR_PUBLISHED);
  }
}
