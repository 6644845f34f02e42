package io.filstore.piece;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The piece commitment of a stream: fr32, then a SHA-256 tree over the leaves, missing leaves being
 * zero (FRC-0069). Constant memory: 256 KiB per tile in work. The result depends on the bytes only,
 * neither on the read sizes nor on the number of threads.
 *
 * <p>Used by one thread; with an executor, full tiles are hashed by it and the caller joins in when
 * it would have to wait.
 */
public final class CommP {

  /** Below this go-fil-commp-hashhash gives no result; every CAR with a block is larger. */
  public static final int MIN_PAYLOAD = 65;

  private static final int COPY = 127 * 64;

  private final @Nullable Executor executor;
  private final int tilesInFlight;
  private final LeftSpine spine = new LeftSpine();
  private final TreeHasher hasher = new TreeHasher();
  private final TileRoots roots = new TileRoots(spine, hasher);
  private final Deque<TileTask> inFlight = new ArrayDeque<>();
  private final byte[] quad = new byte[Fr32.RAW_QUAD];
  private int quadFill;
  private Tile tile = firstTile();
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
   * @param tilesInFlight how many tiles may wait or be in work, at least 1; with a pool of n
   *     threads n + 1, since the caller hashes one of them
   */
  public CommP(Executor executor, int tilesInFlight) {
    if (tilesInFlight < 1) {
      throw new IllegalArgumentException("tiles in flight is " + tilesInFlight + ", must be >= 1");
    }
    this.executor = executor;
    this.tilesInFlight = tilesInFlight;
  }

  /** Payload bytes given so far. */
  public long payloadSize() {
    return payload;
  }

  /**
   * Takes the next bytes of the payload.
   *
   * @throws PieceSizeException if the payload grows beyond a 64 GiB piece
   */
  public void update(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    PaddedPieceSize.forPayload(payload + length);
    spine.keepHead(payload, bytes, offset, length);
    payload += length;
    int taken = completeQuad(bytes, offset, length);
    taken += wholeQuads(bytes, offset + taken, length - taken);
    System.arraycopy(bytes, offset + taken, quad, quadFill, length - taken);
    quadFill += length - taken;
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
    byte[] root = spine.rootWithHead(replacedHead, size.height(), hasher);
    return new PieceCommitment(root, size, payload);
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
    if (quadFill > 0) {
      Arrays.fill(quad, quadFill, quad.length, (byte) 0);
      tile.add(quad, 0, 1);
    }
    while (!inFlight.isEmpty()) {
      takeOldest();
    }
    if (roots.count() == 0 && !tile.isEmpty()) {
      return tile.reduce(height);
    }
    if (!tile.isEmpty()) {
      roots.add(tile.reduce(Tile.LEVEL));
    }
    return roots.root(height);
  }

  private int completeQuad(byte[] bytes, int offset, int length) {
    if (quadFill == 0) {
      return 0;
    }
    int taken = Math.min(length, quad.length - quadFill);
    System.arraycopy(bytes, offset, quad, quadFill, taken);
    quadFill += taken;
    if (quadFill == quad.length) {
      quadFill = 0;
      tile.add(quad, 0, 1);
      passOnFullTile();
    }
    return taken;
  }

  private int wholeQuads(byte[] bytes, int offset, int length) {
    if (quadFill > 0) {
      return 0;
    }
    int quads = length / Fr32.RAW_QUAD;
    int done = 0;
    while (done < quads) {
      int count = Math.min(quads - done, tile.room());
      tile.add(bytes, offset + done * Fr32.RAW_QUAD, count);
      done += count;
      passOnFullTile();
    }
    return quads * Fr32.RAW_QUAD;
  }

  private void passOnFullTile() {
    if (tile.room() > 0) {
      return;
    }
    if (executor == null) {
      roots.add(tile.reduce(Tile.LEVEL));
      return;
    }
    TileTask task = new TileTask(tile);
    inFlight.add(task);
    executor.execute(task);
    tile = inFlight.size() < tilesInFlight ? new Tile() : takeOldest();
  }

  /** Adds the root of the oldest tile and returns that tile for reuse. */
  private Tile takeOldest() {
    // Running a task does nothing if a thread of the executor has begun it; the newest is the
    // likeliest to wait still, and hashing it here beats waiting for the oldest.
    inFlight.getLast().run();
    TileTask oldest = inFlight.remove();
    oldest.run();
    try {
      roots.add(oldest.get());
      return oldest.tile;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing a piece", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing a part of the piece failed", e.getCause());
    }
  }

  private Tile firstTile() {
    Tile first = new Tile();
    first.keepSpine(spine);
    return first;
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("the commitment is finished");
    }
  }

  private static final class TileTask extends FutureTask<byte[]> {
    private final Tile tile;

    TileTask(Tile tile) {
      super(() -> tile.reduce(Tile.LEVEL));
      this.tile = tile;
    }
  }
}
