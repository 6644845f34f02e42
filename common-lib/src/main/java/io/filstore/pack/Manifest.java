package io.filstore.pack;

import io.filstore.ipld.DagJson;
import io.filstore.ipld.Node;
import io.filstore.multiformats.Cid;
import io.filstore.pack.JournalRecord.FileBegun;
import io.filstore.pack.JournalRecord.FileEnded;
import io.filstore.pack.JournalRecord.PieceDone;
import io.filstore.pack.JournalRecord.SymlinkPacked;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which piece holds what, as a file of JSON lines: first {@code payload_cid}, {@code profile},
 * {@code size} and the number of {@code pieces}; then a line per piece ({@code piece}, its number,
 * {@code car}, {@code root}, {@code piece_cid}, {@code piece_cid_v1}, {@code raw_size}, {@code
 * piece_size}, {@code blocks}); then a line per file ({@code path}, {@code size}, {@code cid},
 * {@code piece_cid} and {@code offset} of the section of its root block, and {@code parts}: which
 * piece holds which bytes of it) and symlink ({@code path}, {@code symlink}), in the order of the
 * walk.
 */
public final class Manifest {
  public static final String NAME = "manifest.ndjson";

  private static final byte[] NEWLINE = {'\n'};

  private final Packed packed;
  private final Map<Cid, Place> held;
  private final OutputStream out;
  private int piece;
  private long from;
  private List<Node> parts = new ArrayList<>();
  private FileBegun file = new FileBegun("", 0, 0);

  private Manifest(Packed packed, Map<Cid, Place> held, OutputStream out) {
    this.packed = packed;
    this.held = held;
    this.out = out;
  }

  /** Name under which a piece is told of. */
  public static String carName(PackedPiece piece) {
    return piece.commitment().v1() + ".car";
  }

  static void write(
      Path folder, PackOptions options, Packed packed, Journal journal, Map<Cid, Place> held)
      throws IOException {
    atomically(
        folder,
        out -> {
          try (Journal.Records records = journal.records()) {
            Manifest manifest = new Manifest(packed, held, out);
            manifest.head(options.profile().id());
            for (JournalRecord r = records.next(); r != null; r = records.next()) {
              manifest.add(r);
            }
          }
        });
  }

  /**
   * Writes the manifest of an archive that was split: {@code roots} of the archive instead of
   * {@code payload_cid}, and no lines of files.
   */
  static void write(Path folder, SplitArchive split) throws IOException {
    Map<String, Node> head = new LinkedHashMap<>();
    head.put("roots", new Node.List(split.roots().stream().map(Manifest::text).toList()));
    head.put("missing", Node.Int.of(split.missing()));
    head.put("pieces", Node.Int.of(split.pieces().size()));
    atomically(
        folder,
        out -> {
          line(out, head);
          for (SplitArchive.Piece piece : split.pieces()) {
            Map<String, Node> line = describe(piece.packed());
            line.put("roots", new Node.List(piece.roots().stream().map(Manifest::text).toList()));
            line(out, line);
          }
        });
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void atomically(Path folder, Content content) throws IOException {
    Path part = folder.resolve("." + NAME + ".part");
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    Files.move(part, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  private void head(String profile) throws IOException {
    Map<String, Node> line = new LinkedHashMap<>();
    line.put("payload_cid", text(packed.root().cid()));
    line.put("profile", new Node.Text(profile));
    line.put("size", Node.Int.of(packed.root().size()));
    line.put("pieces", Node.Int.of(packed.pieces().size()));
    line(line);
    for (PackedPiece one : packed.pieces()) {
      line(describe(one));
    }
  }

  private static Map<String, Node> describe(PackedPiece piece) {
    Map<String, Node> line = new LinkedHashMap<>();
    line.put("piece", Node.Int.of(piece.number()));
    line.put("car", new Node.Text(carName(piece)));
    line.put("root", text(piece.root()));
    line.put("piece_cid", text(piece.commitment().v2().cid()));
    line.put("piece_cid_v1", text(piece.commitment().v1().cid()));
    line.put("raw_size", Node.Int.of(piece.commitment().rawSize()));
    line.put("piece_size", Node.Int.of(piece.commitment().size().bytes()));
    line.put("blocks", Node.Int.of(piece.blocks()));
    return line;
  }

  private void add(JournalRecord record) throws IOException {
    switch (record) {
      case FileBegun begun -> {
        file = begun;
        parts = new ArrayList<>();
        from = 0;
      }
      case PieceDone done -> {
        part(done.content());
        piece++;
      }
      case FileEnded ended -> file(ended);
      case SymlinkPacked(String path, String target) ->
          line(Map.of("path", new Node.Text(path), "symlink", new Node.Text(target)));
      case JournalRecord.Begun begun -> {}
      case JournalRecord.DirectoryBegun begun -> {}
    }
  }

  private void part(long length) {
    if (length > 0) {
      parts.add(
          new Node.Map(
              Map.of(
                  "piece", Node.Int.of(piece),
                  "from", Node.Int.of(from),
                  "length", Node.Int.of(length))));
      from += length;
    }
  }

  private void file(FileEnded ended) throws IOException {
    part(ended.entry().size() - from);
    Place place =
        ended.piece() < 0
            ? held.getOrDefault(ended.entry().cid(), Place.HELD)
            : new Place(ended.piece(), ended.offset());
    Map<String, Node> line = new LinkedHashMap<>();
    line.put("path", new Node.Text(file.path()));
    line.put("size", Node.Int.of(ended.entry().size()));
    line.put("cid", text(ended.entry().cid()));
    line.put("piece_cid", text(packed.pieces().get(place.piece()).commitment().v2().cid()));
    line.put("offset", Node.Int.of(place.offset()));
    line.put("parts", new Node.List(parts));
    line(line);
  }

  private void line(Map<String, Node> fields) throws IOException {
    line(out, fields);
  }

  private static void line(OutputStream out, Map<String, Node> fields) throws IOException {
    out.write(DagJson.encode(new Node.Map(fields)));
    out.write(NEWLINE);
  }

  private static Node text(Cid cid) {
    return new Node.Text(cid.toString());
  }
}
