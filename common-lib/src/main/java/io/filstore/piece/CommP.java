package io.filstore.piece;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The piece commitment of a stream: fr32, then a SHA-256 tree over the leaves, missing leaves being
 * zero (FRC-0069). The result depends on the bytes only, neither on the read sizes nor on the
 * number of threads.
 *
 * <p>Constant memory, whatever the payload: 254 KiB for its first tile and for the one being
 * filled, and for every thread 2 MiB of tiles in flight beside up to 384 KiB of scratch memory.
 *
 * <p>Used by one thread; with an executor, full tiles are hashed by it and the caller joins in when
 * it would have to wait.
 */
public final class CommP {

  /** Below this go-fil-commp-hashhash gives no result; every CAR with a block is larger. */
  public static final int MIN_PAYLOAD = 65;

  private static final int COPY = 127 * 64;

  /** A last tile emptier than this part is hashed node by node, without the zeros in it. */
  private static final int WORTH_FILLING = 4;

  /** Enough to keep a thread at work for a millisecond while the caller reads or writes. */
  private static final int TILES_PER_THREAD = 8;

  private final @Nullable Executor executor;
  private final int tilesInFlight;
  private final LeftSpine spine = new LeftSpine();
  private final TreeHasher hasher = new TreeHasher();
  private final TileRoots roots = new TileRoots(spine, hasher);
  private final Deque<TileTask> inFlight = new ArrayDeque<>();
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private final Queue<Tile> idle = new ConcurrentLinkedQueue<>();
  private final Tile own = new Tile();
  private byte[] filling = new byte[0];
  private int fill;
  private int copiesInFlight;
  private long payload;
  private boolean finished;

  /** Hashes on the calling thread. */
  public CommP() {
    this.executor = null;
    this.tilesInFlight = 0;
  }

  /**
   * Hands full tiles to an executor.
   *
   * @param threads of the executor that may hash for this commitment, at least 1
   */
  public CommP(Executor executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("number of threads is " + threads + ", must be >= 1");
    }
    this.executor = executor;
    this.tilesInFlight = Math.multiplyExact(threads, TILES_PER_THREAD);
  }

  /** Payload bytes given so far. */
  public long payloadSize() {
    return payload;
  }

  /**
   * Takes the next bytes of the payload. With an executor they are only copied, and the caller
   * hashes when it would have to wait.
   *
   * @throws PieceSizeException if the payload grows beyond a 64 GiB piece
   */
  public void update(byte[] bytes, int offset, int length) {
    accept(bytes, offset, length);
    int taken = 0;
    while (taken < length) {
      if (executor == null && startsTile(bytes, offset + taken, length - taken)) {
        roots.add(own.root(bytes, offset + taken));
        taken += Tile.PAYLOAD;
      } else {
        taken += fill(bytes, offset + taken, length - taken);
      }
    }
  }

  /**
   * Takes the next bytes of the payload like {@link #update(byte[], int, int)}, but lets the
   * executor read whole tiles where they are, however many. Tiles begin at multiples of 254 KiB of
   * the payload; what lies before and behind them in the array is copied.
   *
   * @return until it is settled the bytes must not be changed
   * @throws PieceSizeException if the payload grows beyond a 64 GiB piece
   */
  public Loan lend(byte[] bytes, int offset, int length) {
    if (executor == null) {
      update(bytes, offset, length);
      return Loan.NONE;
    }
    accept(bytes, offset, length);
    List<TileTask> lent = new ArrayList<>();
    int taken = 0;
    while (taken < length) {
      if (startsTile(bytes, offset + taken, length - taken)) {
        takeDone();
        lent.add(start(executor, bytes, offset + taken));
        taken += Tile.PAYLOAD;
      } else {
        taken += fill(bytes, offset + taken, length - taken);
      }
    }
    return new Loan(lent);
  }

  /** Takes the remaining bytes of the buffer. */
  public void update(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
      return;
    }
    byte[] copy = new byte[Math.min(COPY, bytes.remaining())];
    while (bytes.hasRemaining()) {
      int length = Math.min(copy.length, bytes.remaining());
      bytes.get(copy, 0, length);
      update(copy, 0, length);
    }
  }

  /**
   * The commitment of everything given, in the smallest piece that holds it.
   *
   * @throws PieceSizeException if the payload is shorter than 65 bytes
   */
  public PieceCommitment finish() {
    PaddedPieceSize size = close();
    return new PieceCommitment(root(size.height()), size, payload);
  }

  /**
   * The commitment of everything given, with its first bytes replaced: a CAR header whose root
   * became known at the end only.
   *
   * @param replacedHead at most 127 bytes, not longer than the payload
   * @throws PieceSizeException if the payload is shorter than 65 bytes
   */
  public PieceCommitment finish(byte[] replacedHead) {
    if (replacedHead.length > Math.min(Fr32.RAW_QUAD, payload)) {
      throw new IllegalArgumentException(
          "replaced head is %d bytes, at most %d can be replaced"
              .formatted(replacedHead.length, Math.min(Fr32.RAW_QUAD, payload)));
    }
    PaddedPieceSize size = close();
    root(size.height());
    byte[] root = spine.rootWithHead(replacedHead, payload, size.height(), hasher);
    return new PieceCommitment(root, size, payload);
  }

  private void accept(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    PaddedPieceSize.forPayload(payload + length);
    spine.keepHead(payload, bytes, offset, length);
    payload += length;
  }

  private boolean startsTile(byte[] bytes, int offset, int length) {
    return fill == 0 && length >= Tile.PAYLOAD && bytes.length - offset >= Tile.BUFFER;
  }

  private int fill(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, Tile.PAYLOAD - fill);
    if (filling.length < fill + taken) {
      filling = Arrays.copyOf(filling, Tile.BUFFER);
    }
    System.arraycopy(bytes, offset, filling, fill, taken);
    fill += taken;
    if (fill == Tile.PAYLOAD) {
      passOn();
    }
    return taken;
  }

  private void passOn() {
    fill = 0;
    if (executor == null) {
      roots.add(own.root(filling, 0));
      return;
    }
    makeRoom();
    start(executor, filling, 0).ownBuffer();
    copiesInFlight++;
    byte[] buffer = spare.poll();
    filling = buffer == null ? new byte[Tile.BUFFER] : buffer;
  }

  private TileTask start(Executor hashing, byte[] bytes, int offset) {
    TileTask task = new TileTask(bytes, offset, idle);
    inFlight.add(task);
    hashing.execute(task);
    return task;
  }

  private void makeRoom() {
    takeDone();
    while (copiesInFlight >= tilesInFlight) {
      helpOrWait();
      takeDone();
    }
  }

  /** Adds the roots that are ready, in order. */
  private void takeDone() {
    for (TileTask oldest = inFlight.peek();
        oldest != null && oldest.isDone();
        oldest = inFlight.peek()) {
      inFlight.remove();
      roots.add(oldest.root());
      oldest.buffer().ifPresent(this::reuse);
    }
  }

  private void reuse(byte[] buffer) {
    copiesInFlight--;
    spare.add(buffer);
  }

  /** Hashes the newest tile that no thread has begun, since it is still in the cache. */
  private void helpOrWait() {
    Iterator<TileTask> newestFirst = inFlight.descendingIterator();
    while (newestFirst.hasNext()) {
      if (newestFirst.next().begin()) {
        return;
      }
    }
    inFlight.getFirst().root();
  }

  private PaddedPieceSize close() {
    checkOpen();
    if (payload < MIN_PAYLOAD) {
      throw new PieceSizeException(
          "payload is %d bytes, a piece commitment needs at least %d"
              .formatted(payload, MIN_PAYLOAD));
    }
    finished = true;
    return PaddedPieceSize.forPayload(payload);
  }

  private byte[] root(int height) {
    while (!inFlight.isEmpty()) {
      helpOrWait();
      takeDone();
    }
    if (roots.count() == 0) {
      return own.root(filling, 0, fill, height);
    }
    if (fill > 0) {
      roots.add(lastRoot());
    }
    return roots.root(height);
  }

  private byte[] lastRoot() {
    if (fill < Tile.PAYLOAD / WORTH_FILLING) {
      return own.root(filling, 0, fill, Tile.LEVEL);
    }
    Arrays.fill(filling, fill, filling.length, (byte) 0);
    return own.root(filling, 0);
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("the commitment is finished");
    }
  }
}
