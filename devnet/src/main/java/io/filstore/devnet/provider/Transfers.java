package io.filstore.devnet.provider;

import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.PieceSizeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads and checks, each on a thread of its own, a few at a time. */
final class Transfers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
  private static final int AT_ONCE = 8;

  /** Hears how a transfer ended; called once per transfer unless the process ends before. */
  interface Listener {
    void transferred(String dealId);

    void failed(String dealId, String why);
  }

  private final CarPull pull = new CarPull();
  private final PieceStore store;
  private final ProviderSettings settings;
  private final Listener listener;
  private final Faults faults;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final ReentrantLock closing = new ReentrantLock();
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Transfers(PieceStore store, ProviderSettings settings, Listener listener, Faults faults) {
    this.store = store;
    this.settings = settings;
    this.listener = listener;
    this.faults = faults;
  }

  /** Starts the transfer of a deal unless it is running. */
  void start(StoredDeal deal) {
    if (running.add(deal.id())) {
      threads.execute(() -> run(deal));
    }
  }

  private void run(StoredDeal deal) {
    try {
      slots.acquire();
      try {
        download(deal);
        check(deal);
        tell(() -> listener.transferred(deal.id()));
      } finally {
        slots.release();
      }
    } catch (IOException e) {
      LOG.info("transfer of deal {} failed: {}", deal.id(), e.getMessage());
      tell(() -> listener.failed(deal.id(), String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(deal.id());
    }
  }

  /** Tells the listener, unless the process is ending: an interrupt would close its journal. */
  private void tell(Runnable news) {
    closing.lock();
    try {
      if (!threads.isShutdown()) {
        news.run();
      }
    } finally {
      closing.unlock();
    }
  }

  private void download(StoredDeal deal) throws IOException, InterruptedException {
    deal.fault(Fault.Kind.SLOW_DOWNLOAD)
        .ifPresent(f -> faults.happened(f, deal.id(), "downloads the CAR at a crawl"));
    deal.fault(Fault.Kind.TRUNCATED_DOWNLOAD)
        .ifPresent(f ->
            faults.happened(
                f,
                deal.id(),
                "its download breaks off after every %d bytes".formatted(f.number())));
    Duration pause = settings.retryPause();
    for (int attempt = 1; ; attempt++) {
      Source source = deal.sources().get((attempt - 1) % deal.sources().size());
      try {
        pull.pull(source, deal.rawSize(), store.download(deal.id()), Pace.of(deal));
        return;
      } catch (IOException e) {
        if (attempt >= settings.attempts()) {
          throw new IOException(
              "failed to download after %d attempts: %s".formatted(attempt, e.getMessage()), e);
        }
        LOG.info("download {} of deal {}: {}", attempt, deal.id(), e.getMessage());
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private void check(StoredDeal deal) throws IOException {
    Path file = store.download(deal.id());
    Cid wanted = deal.terms().piece();
    Cid found = pieceCid(file, deal.terms().pieceSize());
    if (deal.has(Fault.Kind.WRONG_COMMP)) {
      found = pieceCidOfOtherBytes(found);
      faults.happened(
          deal.fault(Fault.Kind.WRONG_COMMP).orElseThrow(),
          deal.id(),
          "found another piece commitment in the bytes it downloaded");
    }
    if (!found.equals(wanted)) {
      store.discard(deal.id());
      throw new IOException("commP mismatch: computed %s, deal has %s".formatted(found, wanted));
    }
    store.keep(deal.id(), wanted);
  }

  private static Cid pieceCid(Path file, long pieceSize) throws IOException {
    try {
      PieceCommitment computed = PieceStore.commitment(file);
      return computed.padTo(new PaddedPieceSize(pieceSize)).v1().v1();
    } catch (PieceSizeException e) {
      throw new IOException(
          "%d bytes do not make a piece of %d: %s"
              .formatted(Files.size(file), pieceSize, e.getMessage()),
          e);
    }
  }

  private static Cid pieceCidOfOtherBytes(Cid piece) {
    byte[] root = piece.multihash().digest();
    root[0] ^= 1;
    return PieceCid.v1(root).v1();
  }

  @Override
  public void close() {
    closing.lock();
    try {
      threads.shutdownNow();
    } finally {
      closing.unlock();
    }
    threads.close();
  }
}
