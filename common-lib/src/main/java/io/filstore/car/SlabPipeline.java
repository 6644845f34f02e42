package io.filstore.car;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads slabs, has them checked by several threads and hands them on in the order of the file. An
 * archive that fits one slab is checked by the caller's own thread.
 */
final class SlabPipeline {
  private final CarVerifier settings;
  private final CountingInput in;
  private final SectionScanner scanner;
  private final Taker taker;
  private final Deque<Slab> free = new ArrayDeque<>();
  private final Deque<Future<Slab>> inFlight = new ArrayDeque<>();
  private final Queue<SlabCheck> idle = new ConcurrentLinkedQueue<>();

  /** Takes checked slabs in the order of the file; returns whether it wants more. */
  @FunctionalInterface
  interface Taker {
    boolean take(Slab slab);
  }

  SlabPipeline(CarVerifier settings, CountingInput in, SectionScanner scanner, Taker taker) {
    this.settings = settings;
    this.in = in;
    this.scanner = scanner;
    this.taker = taker;
  }

  /** Checks everything; returns whether every section could be read and was taken. */
  boolean run() throws IOException {
    Slab first = scan();
    if (scanner.isDone()) {
      return taker.take(check(first)) && scanner.isWhole();
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            settings.threads(), Thread.ofPlatform().daemon().name("car-verify-", 0).factory())) {
      inFlight.add(threads.submit(() -> check(first)));
      return run(threads) && scanner.isWhole();
    }
  }

  private boolean run(ExecutorService threads) throws IOException {
    while (!scanner.isDone()) {
      Slab slab = scan();
      inFlight.add(threads.submit(() -> check(slab)));
      if (inFlight.size() > settings.threads() && !finish()) {
        return false;
      }
    }
    while (!inFlight.isEmpty()) {
      if (!finish()) {
        return false;
      }
    }
    return true;
  }

  private Slab scan() throws IOException {
    Slab slab = free.poll();
    if (slab == null || slab.bytes.length < scanner.capacity()) {
      slab = new Slab(scanner.capacity());
    }
    scanner.scan(slab);
    settings.progress().accept(in.position());
    return slab;
  }

  private Slab check(Slab slab) {
    SlabCheck check = idle.poll();
    if (check == null) {
      check = new SlabCheck(settings.depth());
    }
    check.check(slab);
    idle.add(check);
    return slab;
  }

  private boolean finish() throws IOException {
    Slab slab = result(inFlight.remove());
    boolean more = taker.take(slab);
    free.push(slab);
    return more;
  }

  private static Slab result(Future<Slab> checked) throws IOException {
    try {
      return checked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while blocks were hashed", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run of blocks could not be checked", e.getCause());
    }
  }
}
