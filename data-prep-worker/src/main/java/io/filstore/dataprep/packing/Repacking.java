package io.filstore.dataprep.packing;

import io.filstore.blob.FolderBlobStore;
import io.filstore.db.upload.Entry;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import io.filstore.pack.Packer;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs an upload again whose staged bytes are still there, to get one of its CARs back: the same
 * bytes make the same piece. Nothing else in the store is touched.
 */
public final class Repacking {

  private static final Logger LOG = LoggerFactory.getLogger(Repacking.class);

  private final Uploads uploads;
  private final FolderBlobStore store;
  private final StagingArea staging;
  private final PackJournals journals;
  private final Packer packer;
  private final PackingProperties properties;
  private final PackStep.Listener steps;

  Repacking(
      Uploads uploads,
      FolderBlobStore store,
      StagingArea staging,
      PackJournals journals,
      Packer packer,
      PackingProperties properties,
      PackStep.Listener steps) {
    this.uploads = uploads;
    this.store = store;
    this.staging = staging;
    this.journals = journals;
    this.packer = packer;
    this.properties = properties;
    this.steps = steps;
  }

  /**
   * Puts the CAR of the piece and its index in the place of what is there; false when the upload's
   * staged bytes do not make this piece any more.
   *
   * @throws IOException also when there is no room for the CAR now
   */
  public boolean bringBack(Upload upload, String pieceCid) throws IOException {
    OnePiece only = new OnePiece(store, pieceCid);
    // What a packing has noted says which CARs it need not write.
    journals.remove(upload.id());
    try {
      List<Entry> files = uploads.files(upload.id());
      if (upload.isCar()) {
        new CarTaking(only, store::usableSpace, staging, properties, steps)
            .take(upload, files.getFirst());
      } else {
        new CarBuild(only, store::usableSpace, staging, journals, packer, properties, steps)
            .build(upload, files);
      }
    } catch (PackRefusedException refused) {
      LOG.warn("{} is not packed again: {}", upload.id(), refused.detail());
    } finally {
      journals.remove(upload.id());
    }
    return only.isPublished();
  }
}
