package io.filstore.cli.car;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackListener;
import io.filstore.pack.Packed;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Place;
import io.filstore.unixfs.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What was packed.
 *
 * @param files of an archive in one piece
 * @param folder of an archive in several pieces, which has a manifest of its files
 */
record PackReport(String profile, Packed packed, List<PackedFile> files, @Nullable Path folder)
    implements Report {
  private static final int SHOWN = 20;

  /** A file or symlink in the archive. */
  record PackedFile(String path, Entry entry) {}

  /** Gathers the files of an archive. */
  static final class Files implements PackListener {
    private final List<PackedFile> all = new ArrayList<>();
    private final LongConsumer progress;

    Files(LongConsumer progress) {
      this.progress = progress;
    }

    List<PackedFile> all() {
      return all;
    }

    @Override
    public void progressed(long bytes) {
      progress.accept(bytes);
    }

    @Override
    public void file(String path, Entry entry, Place place) {
      all.add(new PackedFile(path, entry));
    }

    @Override
    public void symlink(String path, Entry entry, Place place) {
      all.add(new PackedFile(path, entry));
    }
  }

  @Override
  public void text(Text out) throws IOException {
    out.field("payload CID", packed.root().cid());
    if (folder != null) {
      pieces(out, folder, packed.pieces());
      return;
    }
    PackedPiece piece = packed.pieces().getFirst();
    out.field("piece CID", piece.commitment().v2());
    out.field("piece CID v1", piece.commitment().v1());
    out.field("raw size", piece.commitment().rawSize() + " bytes");
    long padded = piece.commitment().size().bytes();
    out.field("piece size", "%d bytes (%s)".formatted(padded, ByteSize.inWords(padded)));
    out.field("blocks", piece.blocks());
    out.field("files", files.size());
  }

  /** The first CARs of a folder and its manifest. */
  static void pieces(Text out, Path where, List<PackedPiece> pieces) throws IOException {
    out.field("pieces", pieces.size());
    for (PackedPiece piece : pieces.subList(0, Math.min(SHOWN, pieces.size()))) {
      out.line("  " + Manifest.carName(piece) + "  " + piece.commitment().rawSize() + " bytes");
    }
    out.field("manifest", where.resolve(Manifest.NAME));
  }

  @Override
  public void json(JsonGenerator json) {
    json.writeStringProperty("payload_cid", packed.root().cid().toString());
    json.writeStringProperty("profile", profile);
    json.writeNumberProperty("size", packed.root().size());
    if (folder == null) {
      piece(packed.pieces().getFirst(), json);
      files(json);
      return;
    }
    json.writeArrayPropertyStart("pieces");
    for (PackedPiece piece : packed.pieces()) {
      json.writeStartObject();
      json.writeStringProperty("car", Manifest.carName(piece));
      json.writeStringProperty("root", piece.root().toString());
      piece(piece, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("manifest", folder.resolve(Manifest.NAME).toString());
  }

  /** The commitment of a CAR, and what it says about its size. */
  static void piece(PackedPiece piece, JsonGenerator json) {
    json.writeStringProperty("piece_cid", piece.commitment().v2().toString());
    json.writeStringProperty("piece_cid_v1", piece.commitment().v1().toString());
    json.writeNumberProperty("raw_size", piece.commitment().rawSize());
    json.writeNumberProperty("piece_size", piece.commitment().size().bytes());
    json.writeNumberProperty("blocks", piece.blocks());
  }

  private void files(JsonGenerator json) {
    json.writeArrayPropertyStart("files");
    for (PackedFile file : files) {
      json.writeStartObject();
      json.writeStringProperty("path", file.path());
      json.writeNumberProperty("size", file.entry().size());
      json.writeStringProperty("cid", file.entry().cid().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
