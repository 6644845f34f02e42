package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dag-pb codec (ipld/ipld specs/codecs/dag-pb). Written form: links before data, although data
 * has the lower field number; Hash, Name and Tsize of a link in this order.
 */
public final class DagPb {
  private static final int NODE_DATA = 1;
  private static final int NODE_LINKS = 2;
  private static final int LINK_HASH = 1;
  private static final int LINK_NAME = 2;
  private static final int LINK_TSIZE = 3;

  private DagPb() {}

  /** A link with its name as bytes, for sorting and measuring once. */
  private record Encodable(PbLink link, byte[] name) {
    Encodable(PbLink link) {
      this(link, Utf8.encode(link.name()));
    }

    int length() {
      return ProtobufWriter.fieldLength(link.hash().length())
          + (link.hasName() ? ProtobufWriter.fieldLength(name.length) : 0)
          + (link.hasTsize() ? 1 + ProtobufWriter.varintLength(link.tsize()) : 0);
    }
  }

  /** Length of one link's message, without its own head. */
  static int linkLength(int cidLength, int nameLength, long tsize) {
    return ProtobufWriter.fieldLength(cidLength)
        + ProtobufWriter.fieldLength(nameLength)
        + 1
        + ProtobufWriter.varintLength(tsize);
  }

  /**
   * Bytes that one link adds to a block.
   *
   * @param nameLength length of the name in UTF-8 bytes
   */
  public static int linkCost(Cid cid, int nameLength, long tsize) {
    return ProtobufWriter.fieldLength(linkLength(cid.length(), nameLength, tsize));
  }

  /** Canonical bytes; links are sorted by the unsigned UTF-8 bytes of their names, stably. */
  public static byte[] encode(PbNode node) {
    List<Encodable> links = new ArrayList<>(node.links().size());
    long length = node.data() == null ? 0 : ProtobufWriter.fieldLength(node.data().length);
    for (PbLink link : node.links()) {
      Encodable encodable = new Encodable(link);
      links.add(encodable);
      length += ProtobufWriter.fieldLength(encodable.length());
    }
    links.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    ProtobufWriter out = new ProtobufWriter(bytes);
    for (Encodable link : links) {
      out.header(NODE_LINKS, link.length());
      out.header(LINK_HASH, link.link.hash().length());
      link.link.hash().writeTo(bytes);
      if (link.link.hasName()) {
        out.bytes(LINK_NAME, link.name);
      }
      if (link.link.hasTsize()) {
        out.varint(LINK_TSIZE, link.link.tsize());
      }
    }
    if (node.data() != null) {
      out.bytes(NODE_DATA, node.data());
    }
    return bytes.array();
  }

  /**
   * Reads a block. Data may stand before the links, as old writers put it, but never between them;
   * links keep the order of the bytes.
   *
   * @throws FormatException for anything but a dag-pb node
   */
  public static PbNode decode(byte[] block) {
    return decode(ByteBuffer.wrap(block));
  }

  /** As {@link #decode(byte[])}, from the position to the limit. */
  public static PbNode decode(ByteBuffer block) {
    ProtobufReader in = new ProtobufReader(block, "dag-pb node");
    List<PbLink> links = new ArrayList<>();
    byte[] data = null;
    boolean linksClosed = false;
    while (in.next()) {
      switch (in.field()) {
        case NODE_LINKS -> {
          if (linksClosed) {
            throw in.problem("links stand on both sides of the data");
          }
          links.add(link(in.slice()));
        }
        case NODE_DATA -> {
          if (data != null) {
            throw in.problem("data stands twice");
          }
          data = in.bytes();
          linksClosed = !links.isEmpty();
        }
        default -> throw in.problem("field " + in.field() + " is not known");
      }
    }
    return new PbNode(links, data);
  }

  private static PbLink link(ByteBuffer bytes) {
    ProtobufReader in = new ProtobufReader(bytes, "dag-pb link");
    Cid hash = null;
    String name = null;
    long tsize = -1;
    int last = 0;
    while (in.next()) {
      if (in.field() <= last) {
        throw in.problem("field " + in.field() + " follows field " + last);
      }
      last = in.field();
      switch (last) {
        case LINK_HASH -> hash = Cid.decode(in.bytes());
        case LINK_NAME -> name = Utf8.decode(in.slice());
        case LINK_TSIZE -> tsize = in.unsigned();
        default -> throw in.problem("field " + last + " is not known");
      }
    }
    if (hash == null) {
      throw in.problem("Hash is missing");
    }
    return new PbLink(hash, name == null ? "" : name, Math.max(0, tsize), name != null, tsize >= 0);
  }
}
