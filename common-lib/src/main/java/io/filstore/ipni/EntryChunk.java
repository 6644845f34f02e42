package io.filstore.ipni;

import io.filstore.ipld.Node;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of the multihashes that an advertisement is about.
 *
 * @param next the chunk that was written before this one; absent for the first
 */
public record EntryChunk(List<Multihash> entries, @Nullable Cid next) {

  /** As many as Curio writes; some 600 KiB of dag-json. */
  public static final int USUAL_ENTRIES = 16_384;

  private static final String ENTRIES = "Entries";
  private static final String NEXT = "Next";

  public EntryChunk {
    entries = List.copyOf(entries);
  }

  /** With the codec dag-json. */
  public AdBlock dagJson() {
    return AdBlock.dagJson(node());
  }

  /** With the codec dag-cbor, a third smaller. */
  public AdBlock dagCbor() {
    return AdBlock.dagCbor(node());
  }

  private Node node() {
    Map<String, Node> fields = new LinkedHashMap<>();
    fields.put(
        ENTRIES,
        new Node.List(entries.stream().<Node>map(entry -> new Node.Bytes(entry.bytes())).toList()));
    if (next != null) {
      fields.put(NEXT, new Node.Link(next));
    }
    return new Node.Map(fields);
  }

  /**
   * Reads a chunk.
   *
   * @throws FormatException for bytes that are not the CID's, or no chunk
   */
  public static EntryChunk decode(AdBlock block) {
    Fields fields = block.fields("entry chunk", Set.of(ENTRIES, NEXT));
    List<Multihash> entries = new ArrayList<>();
    for (Node entry : fields.list(ENTRIES)) {
      if (!(entry instanceof Node.Bytes bytes)) {
        throw new FormatException("entry chunk: an entry is no bytes");
      }
      ByteBuffer in = ByteBuffer.wrap(bytes.value());
      entries.add(Multihash.read(in));
      if (in.hasRemaining()) {
        throw new FormatException("entry chunk: bytes follow a multihash");
      }
    }
    return new EntryChunk(entries, fields.linkOrNone(NEXT));
  }

  /**
   * All entries in chunks, in the order in which they are to be written; an advertisement points at
   * the last one.
   *
   * @param perChunk at least 1
   */
  public static List<AdBlock> chain(List<Multihash> entries, int perChunk) {
    if (perChunk < 1) {
      throw new IllegalArgumentException("a chunk has at least one entry, not " + perChunk);
    }
    List<AdBlock> chunks = new ArrayList<>();
    Cid before = null;
    for (int from = 0; from < entries.size(); from += perChunk) {
      List<Multihash> part = entries.subList(from, Math.min(entries.size(), from + perChunk));
      AdBlock chunk = new EntryChunk(part, before).dagJson();
      chunks.add(chunk);
      before = chunk.cid();
    }
    return chunks;
  }
}
