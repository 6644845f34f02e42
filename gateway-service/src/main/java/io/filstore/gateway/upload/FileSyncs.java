package io.filstore.gateway.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings written files to the disk while the next ones are still arriving: several fsyncs at once
 * cost little more than one, and an upload of thousands of small files consists of little else.
 */
final class FileSyncs implements AutoCloseable {
  private static final int AT_ONCE = 16;

  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  /** Takes the channel over: it is synced and closed. Waits while too many are open. */
  void add(FileChannel written) {
    places.acquireUninterruptibly();
    threads.execute(() -> sync(written));
  }

  /** Waits until every file is on the disk. */
  void await() throws IOException {
    places.acquireUninterruptibly(AT_ONCE);
    places.release(AT_ONCE);
    IOException failed = failure.get();
    if (failed != null) {
      throw new IOException("a staged file could not be synced", failed);
    }
  }

  private void sync(FileChannel written) {
    try (written) {
      written.force(true);
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } finally {
      places.release();
    }
  }

  /** Waits for the files at hand; their failures no longer matter. */
  @Override
  public void close() {
    threads.close();
  }

  /** Brings a folder's own list of names to the disk. */
  static void folder(java.nio.file.Path folder) {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " could not be synced", e);
    }
  }
}
