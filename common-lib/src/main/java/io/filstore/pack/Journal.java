package io.filstore.pack;

import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import io.filstore.pack.JournalRecord.Begun;
import io.filstore.pack.JournalRecord.PieceDone;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What has been packed so far, in a file beside the pieces. Records are durable whenever a piece is
 * finished; what stands behind the last finished piece is forgotten when the file is opened again.
 */
final class Journal implements AutoCloseable {
  /** A record with the leaves of a 64 GiB piece in chunks of 64 KiB stays below. */
  static final int MAX_RECORD = 64 << 20;

  private final Path path;
  private final FileChannel file;
  private final OutputStream out;
  private final @Nullable PieceDone last;
  private final long replayed;

  private Journal(Path path, @Nullable PieceDone last, long length) throws IOException {
    this.path = path;
    this.last = last;
    this.replayed = length;
    this.file =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
            .truncate(length)
            .position(length);
    this.out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
  }

  /**
   * Goes on with the journal of a packing that was stopped, or begins one.
   *
   * @param words what is packed and how
   * @throws OtherPackingException if the file is the journal of something else
   */
  static Journal open(Path path, String words) throws IOException {
    if (!Files.exists(path)) {
      return begin(path, words);
    }
    PieceDone last = null;
    long length = 0;
    try (Records records = new Records(path, Long.MAX_VALUE)) {
      if (!(records.nextWhole() instanceof Begun begun)) {
        return begin(path, words);
      }
      if (!begun.words().equals(words)) {
        throw new OtherPackingException(path, begun.words(), words);
      }
      for (var record = records.nextWhole(); record != null; record = records.nextWhole()) {
        if (record instanceof PieceDone done) {
          last = done;
          length = records.position();
        }
      }
    }
    return last == null ? begin(path, words) : new Journal(path, last, length);
  }

  private static Journal begin(Path path, String words) throws IOException {
    Journal journal = new Journal(path, null, 0);
    journal.add(new Begun(words));
    return journal;
  }

  /** The last piece that an earlier run finished, or null. */
  @Nullable PieceDone last() {
    return last;
  }

  /** Bytes of held nodes that belong to what the earlier run finished. */
  long heldBytes() {
    return last == null ? 0 : last.heldBytes();
  }

  /** Everything up to and with the last piece of the earlier run; nothing if there is none. */
  Records replay() throws IOException {
    return new Records(path, replayed);
  }

  /** Everything so far. */
  Records records() throws IOException {
    out.flush();
    return new Records(path, Long.MAX_VALUE);
  }

  void add(JournalRecord record) throws IOException {
    byte[] bytes = record.encode();
    Varint.write(bytes.length, out);
    out.write(bytes);
  }

  /** Makes everything so far durable. */
  void sync() throws IOException {
    out.flush();
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    out.flush();
    file.close();
  }

  /** Reads records one by one. */
  static final class Records implements AutoCloseable {
    private final InputStream in;
    private final long end;
    private long position;

    Records(Path path, long end) throws IOException {
      this.in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
      this.end = end;
    }

    long position() {
      return position;
    }

    /**
     * The next record, or null after the last whole one.
     *
     * @throws FormatException for bytes that no journal has
     */
    @Nullable JournalRecord next() throws IOException {
      if (position >= end) {
        return null;
      }
      long length = length();
      if (length < 0) {
        return null;
      }
      if (length > MAX_RECORD) {
        throw new FormatException(
            "journal record of %d bytes, at most %d".formatted(length, MAX_RECORD));
      }
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length < length) {
        return null;
      }
      position += Varint.length(length) + length;
      return JournalRecord.decode(bytes);
    }

    /** The next record; what a power cut left behind the last durable one counts as the end. */
    @Nullable JournalRecord nextWhole() throws IOException {
      try {
        return next();
      } catch (FormatException torn) {
        return null;
      }
    }

    /** A process that was killed may have left half a number at the end. */
    private long length() throws IOException {
      ByteBuffer varint = ByteBuffer.allocate(Varint.MAX_LENGTH + 1);
      int b;
      do {
        b = in.read();
        if (b < 0) {
          return -1;
        }
        varint.put((byte) b);
      } while (b > 0x7f && varint.hasRemaining());
      return Varint.read(varint.flip());
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
