package io.filstore.retrieval.fallback;

import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * What is being fetched now: whoever wants the same block of the same piece waits for the one
 * fetch. It goes on when those who wait have gone, so that the next one finds it. Thread-safe.
 */
final class Flights {
  /** Blocks at a time, each of which may be 2 MiB from each of a few sources. */
  private static final int AT_ONCE = 32;

  private final ConcurrentMap<Key, CompletableFuture<Landed>> under = new ConcurrentHashMap<>();
  private final Semaphore places = new Semaphore(AT_ONCE);

  record Key(Multihash hash, String pieceCid) {}

  Landed join(Key key, Callable<Landed> work) throws IOException {
    CompletableFuture<Landed> mine = new CompletableFuture<>();
    CompletableFuture<Landed> first = under.putIfAbsent(key, mine);
    if (first == null) {
      Thread.startVirtualThread(() -> fly(key, mine, work));
    }
    return wait(first == null ? mine : first);
  }

  private void fly(Key key, CompletableFuture<Landed> flight, Callable<Landed> work) {
    try {
      Landed landed = flown(work);
      under.remove(key, flight);
      flight.complete(landed);
    } catch (Exception | Error failure) {
      under.remove(key, flight);
      flight.completeExceptionally(failure);
    }
  }

  private Landed flown(Callable<Landed> work) throws Exception {
    places.acquire();
    try {
      return work.call();
    } finally {
      places.release();
    }
  }

  private static Landed wait(CompletableFuture<Landed> flight) throws IOException {
    try {
      return flight.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("nobody waits for the block any more");
    } catch (ExecutionException e) {
      throw new IOException("the block could not be asked for", e.getCause());
    }
  }
}
