package io.filstore.dataprep.packing;

import io.filstore.car.CarWriter;
import io.filstore.db.upload.Entry;
import io.filstore.multiformats.Cid;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeBuilder;
import io.filstore.unixfs.TreeListener;
import io.filstore.unixfs.UnixFsImporter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The UnixFS tree of an upload on its way into a CAR, with a note of where each file and folder
 * came to lie.
 */
final class PackedTree implements TreeListener {

  private final Profile profile;
  private final CarWriter car;
  private final StagingArea staging;
  private final PackStep.Listener steps;
  private final List<PackedEntry> entries = new ArrayList<>();
  private long lastOffset;
  private boolean begun;

  PackedTree(Profile profile, CarWriter car, StagingArea staging, PackStep.Listener steps) {
    this.profile = profile;
    this.car = car;
    this.staging = staging;
    this.steps = steps;
  }

  /** A folder that holds the files' relative paths; its CID is the root. */
  Cid directory(List<Entry> files) throws IOException {
    List<SourceFile> sources =
        files.stream()
            .map(file -> new SourceFile(file.path(), file.size(), () -> staging.open(file)))
            .toList();
    return TreeBuilder.importTree(profile, sources, this::block, this).cid();
  }

  /** One file without a folder around it; its own node is the root. */
  Cid single(Entry file) throws IOException {
    try (InputStream content = staging.open(file)) {
      io.filstore.unixfs.Entry packed = new UnixFsImporter(profile, this::block).file(content);
      if (packed.size() != file.size()) {
        throw PackRefusedException.sourceChanged(
            file.path(), file.size(), Long.toString(packed.size()));
      }
      file(file.path(), packed);
      return packed.cid();
    }
  }

  /** Children before parents, the root last. */
  List<PackedEntry> entries() {
    return entries;
  }

  private void block(Cid cid, byte[] buffer, int offset, int length) throws IOException {
    lastOffset = car.block(cid, buffer, offset, length);
    if (car.blocks() == 2 && !begun) {
      begun = true;
      steps.reached(PackStep.HALF_WRITTEN);
    }
  }

  /** Called right after the entry's own block, so the last offset is the entry's. */
  @Override
  public void file(String path, io.filstore.unixfs.Entry file) {
    entries.add(new PackedEntry(path, false, file.size(), file.cid(), lastOffset));
  }

  @Override
  public void directory(String path, io.filstore.unixfs.Entry directory) {
    entries.add(new PackedEntry(path, true, directory.size(), directory.cid(), lastOffset));
  }
}
