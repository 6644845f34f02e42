package io.filstore.retrieval.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Several ranges of one content as {@code multipart/byteranges} (RFC 9110, 14.6). */
final class Multipart {

  private final Content content;
  private final List<Slice> slices;
  private final List<byte[]> heads;
  private final byte[] end;
  private final String boundary;

  private Multipart(Content content, List<Slice> slices, String boundary) {
    this.content = content;
    this.slices = slices;
    this.boundary = boundary;
    this.heads = new ArrayList<>(slices.size());
    for (Slice slice : slices) {
      heads.add(head(slice));
    }
    this.end = ascii("\r\n--" + boundary + "--\r\n");
  }

  /** The boundary is random: content must not be able to contain it on purpose. */
  static Multipart of(Content content, List<Slice> slices) {
    return new Multipart(content, slices, UUID.randomUUID().toString());
  }

  private byte[] head(Slice slice) {
    long last = slice.offset() + slice.length() - 1;
    return ascii(
        "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
            .formatted(boundary, content.type(), slice.offset(), last, slice.size()));
  }

  String contentType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  /** Length of the whole body in bytes. */
  long length() {
    long length = end.length;
    for (byte[] head : heads) {
      length += head.length;
    }
    for (Slice slice : slices) {
      length += slice.length();
    }
    return length;
  }

  void write(OutputStream out) throws IOException {
    for (int i = 0; i < slices.size(); i++) {
      out.write(heads.get(i));
      content.body().write(slices.get(i).offset(), slices.get(i).length(), out);
    }
    out.write(end);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
