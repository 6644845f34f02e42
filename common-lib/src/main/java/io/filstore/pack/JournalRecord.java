package io.filstore.pack;

import io.filstore.ipld.CborLimits;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCommitment;
import io.filstore.unixfs.Entry;
import java.util.ArrayList;
import java.util.List;

/** What happened while packing, in order; a dag-cbor list that begins with its kind. */
sealed interface JournalRecord {
  /** First record: what is packed and how. Another journal with other words is another packing. */
  record Begun(String words) implements JournalRecord {}

  record DirectoryBegun(String path) implements JournalRecord {}

  record SymlinkPacked(String path, String target) implements JournalRecord {}

  /**
   * @param modified nanoseconds since 1970, or {@link Long#MIN_VALUE} where there is no such time
   */
  record FileBegun(String path, long size, long modified) implements JournalRecord {}

  /**
   * The file begun last is whole.
   *
   * @param mark blocks before whatever follows
   * @param piece where its root block lies, or -1 if it is held for the last piece
   * @param offset of that block's section, or -1
   */
  record FileEnded(Entry entry, long mark, int piece, long offset) implements JournalRecord {}

  /**
   * @param mark blocks before the next piece
   * @param heldBytes length of the file of held nodes
   * @param leaves leaves in this piece of the file that goes on in the next one
   * @param content bytes of that file in those leaves
   */
  record PieceDone(PackedPiece piece, long mark, long heldBytes, List<Cid> leaves, long content)
      implements JournalRecord {}

  default byte[] encode() {
    CborWriter out = new CborWriter();
    switch (this) {
      case Begun(String words) -> out.array(2).uint(0).text(words);
      case DirectoryBegun(String path) -> out.array(2).uint(1).text(path);
      case SymlinkPacked(String path, String target) ->
          out.array(3).uint(2).text(path).text(target);
      case FileBegun(String path, long size, long modified) ->
          out.array(4).uint(3).text(path).integer(size).integer(modified);
      case FileEnded(Entry entry, long mark, int piece, long offset) ->
          out.array(7)
              .uint(4)
              .link(entry.cid())
              .uint(entry.size())
              .uint(entry.tsize())
              .uint(mark)
              .integer(piece)
              .integer(offset);
      case PieceDone done -> encode(done, out);
    }
    return out.toBytes();
  }

  private static void encode(PieceDone done, CborWriter out) {
    PackedPiece piece = done.piece;
    out.array(11)
        .uint(5)
        .uint(piece.number())
        .link(piece.root())
        .bytes(piece.commitment().root())
        .uint(piece.commitment().size().bytes())
        .uint(piece.commitment().rawSize())
        .uint(piece.blocks())
        .uint(done.mark)
        .uint(done.heldBytes)
        .uint(done.content);
    out.array(done.leaves.size());
    done.leaves.forEach(out::link);
  }

  /**
   * @throws FormatException if the bytes are not a record
   */
  static JournalRecord decode(byte[] bytes) {
    CborReader in = new CborReader(bytes, CborLimits.STRICT);
    int items = in.array();
    JournalRecord record =
        switch (items + ":" + (items < 1 ? 0 : in.uint())) {
          case "2:0" -> new Begun(in.text());
          case "2:1" -> new DirectoryBegun(in.text());
          case "3:2" -> new SymlinkPacked(in.text(), in.text());
          case "4:3" -> new FileBegun(in.text(), in.integer(), in.integer());
          case "7:4" ->
              new FileEnded(
                  new Entry(in.link(), in.uint(), in.uint()),
                  in.uint(),
                  piece(in.integer()),
                  in.integer());
          case "11:5" -> pieceDone(in);
          default -> throw new FormatException("journal record of an unknown kind");
        };
    in.end();
    return record;
  }

  private static PieceDone pieceDone(CborReader in) {
    int number = piece(in.uint());
    Cid root = in.link();
    PieceCommitment commitment = commitment(in.bytes(), in.uint(), in.uint());
    PackedPiece piece = new PackedPiece(number, root, commitment, in.uint());
    long mark = in.uint();
    long held = in.uint();
    long content = in.uint();
    List<Cid> leaves = new ArrayList<>();
    for (int left = in.array(); left > 0; left--) {
      leaves.add(in.link());
    }
    return new PieceDone(piece, mark, held, leaves, content);
  }

  private static PieceCommitment commitment(byte[] root, long size, long rawSize) {
    try {
      return new PieceCommitment(root, new PaddedPieceSize(size), rawSize);
    } catch (IllegalArgumentException e) {
      throw new FormatException("journal holds an impossible piece: " + e.getMessage(), e);
    }
  }

  private static int piece(long number) {
    if (number < -1 || number > Integer.MAX_VALUE) {
      throw new FormatException("journal holds an impossible piece number " + number);
    }
    return (int) number;
  }
}
