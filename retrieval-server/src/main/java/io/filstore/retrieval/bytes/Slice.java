package io.filstore.retrieval.bytes;

/** Which part of {@code size} bytes goes out: {@code length} bytes from {@code offset}. */
public sealed interface Slice {

  /** All bytes, answered 200. */
  record Whole(long size) implements Slice {
    @Override
    public long offset() {
      return 0;
    }

    @Override
    public long length() {
      return size;
    }
  }

  /** One range, answered 206. Never empty. */
  record Part(long offset, long length, long size) implements Slice {
    public Part {
      if (offset < 0 || length < 1 || offset > size - length) {
        throw new IllegalArgumentException(
            "range " + offset + "+" + length + " is not inside " + size + " bytes");
      }
    }

    /** Whether the two overlap or lie side by side. */
    boolean touches(Part other) {
      return offset <= other.offset + other.length && other.offset <= offset + length;
    }

    /** Both, which must touch, as one. */
    Part with(Part other) {
      long from = Math.min(offset, other.offset);
      long end = Math.max(offset + length, other.offset + other.length);
      return new Part(from, end - from, size);
    }

    /** The value of {@code Content-Range} (RFC 9110, 14.4). */
    public String contentRange() {
      return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
  }

  long offset();

  long length();

  long size();
}
