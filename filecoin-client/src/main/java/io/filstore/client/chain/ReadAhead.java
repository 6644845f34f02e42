package io.filstore.client.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads (and decompresses) a stream on a thread of its own, a few chunks ahead of whoever works on
 * them. That thread owns the stream and closes it: a decompressor must not be closed while it
 * works.
 */
final class ReadAhead implements AutoCloseable {
  /** Bytes kept free in front of a chunk for what was left of the one before it. */
  static final int ROOM = 1 << 16;

  /** Zero bytes behind a chunk, so that it can be read in words. */
  static final int SLACK = 64;

  private static final int CHUNKS = 4;

  private final InputStream source;
  private final int size;
  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS + 1);
  private final Thread reader;

  /** Bytes of the stream from {@code from} to {@code to}; none at its end. */
  static final class Chunk {
    final byte[] bytes;
    int from;
    int to;
    @Nullable Throwable failure;

    private Chunk(int size) {
      this.bytes = new byte[ROOM + size + SLACK];
    }
  }

  /** Begins to read. */
  ReadAhead(InputStream source, int chunkBytes) {
    this.source = source;
    this.size = chunkBytes;
    this.reader = Thread.ofPlatform().daemon().name("market-deals-read").start(this::readAll);
  }

  /** The first chunk. */
  Chunk next() throws IOException {
    Chunk chunk;
    try {
      chunk = full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for market deals");
    }
    if (chunk.failure != null) {
      throw new IOException(String.valueOf(chunk.failure.getMessage()), chunk.failure);
    }
    return chunk;
  }

  /**
   * The chunk after {@code used}, whose bytes from {@code left} on are put in front of it; there
   * may be at most {@link #ROOM} of them.
   */
  Chunk next(Chunk used, int left) throws IOException {
    Chunk chunk = next();
    int kept = used.to - left;
    chunk.from -= kept;
    System.arraycopy(used.bytes, left, chunk.bytes, chunk.from, kept);
    free.add(used);
    return chunk;
  }

  private void readAll() {
    try (source) {
      boolean more = true;
      for (int chunks = 0; more; chunks++) {
        Chunk chunk = chunks < CHUNKS ? new Chunk(size) : free.take();
        more = fill(chunk);
        full.put(chunk);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      Chunk failed = new Chunk(0);
      failed.failure = e;
      full.offer(failed);
    }
  }

  private boolean fill(Chunk chunk) throws IOException {
    int read = source.readNBytes(chunk.bytes, ROOM, size);
    chunk.from = ROOM;
    chunk.to = ROOM + read;
    Arrays.fill(chunk.bytes, chunk.to, chunk.to + SLACK, (byte) 0);
    return read > 0;
  }

  /** Stops reading; does not wait for a read that is under way. */
  @Override
  public void close() {
    reader.interrupt();
  }
}
