package io.filstore.pack;

import io.filstore.multiformats.Cid;
import io.filstore.unixfs.Entry;
import io.filstore.unixfs.TreeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Packs a source into CARs in one pass. The calling thread reads, puts the tree together and
 * writes; workers hash leaves and piece trees.
 *
 * <p>The bytes written depend on the source, the profile and the piece size only: blocks come depth
 * first, children before parents, each once per CAR.
 *
 * <p>Memory, whatever the size of the input: for every worker and one more 16 chunks (16 MiB under
 * the default profile) and the tiles of {@link io.filstore.piece.CommP}; beside it about 70 bytes
 * per distinct block of the CAR in work, the entries of open directories, and a buffer of 1 MiB.
 */
public final class Packer implements AutoCloseable {
  private static final String JOURNAL = ".filstore-pack.journal";
  private static final String HELD = ".filstore-pack.held";

  private final PackOptions options;
  private final ExecutorService hashing;

  public Packer(PackOptions options) {
    this.options = options;
    this.hashing =
        Executors.newFixedThreadPool(
            options.workers(), Thread.ofPlatform().daemon().name("packing-", 0).factory());
  }

  /**
   * Packs everything into one CAR.
   *
   * @throws PieceFullException if it outgrows the largest piece
   * @throws io.filstore.unixfs.SourceChangedException if a file is not what it was said to be
   */
  public Packed intoOne(TreeSource source, PieceOutput output, PackListener listener)
      throws IOException {
    PieceSequence pieces = new PieceSequence(options, output, hashing, null);
    Entry root = walk(source, pieces, null, listener);
    pieces.finish(root.cid());
    return new Packed(root, pieces.pieces());
  }

  /**
   * Packs into as many CARs as it takes and writes a {@link Manifest}. Each CAR takes blocks until
   * the next one does not fit; nodes whose subtrees lie in several go to the last one, whose root
   * is that of everything. When the process dies, the same call goes on behind the last finished
   * piece.
   *
   * @param words say what is packed and how, so that nothing else is mixed with it
   * @param folder keeps the journal meanwhile, and the manifest at last
   * @throws OtherPackingException if the folder holds the journal of something else
   * @throws io.filstore.unixfs.SourceChangedException if the source is not what it was before
   */
  public Packed intoPieces(
      TreeSource source, String words, Path folder, PieceOutput output, PackListener listener)
      throws IOException {
    Packed packed =
        journaled(
            source,
            words,
            folder,
            output,
            listener,
            (done, journal, places) -> Manifest.write(folder, options, done, journal, places));
    Files.delete(folder.resolve(JOURNAL));
    Files.delete(folder.resolve(HELD));
    return packed;
  }

  /**
   * As {@link #intoPieces}, for callers who have to commit the result elsewhere: writes no manifest
   * and leaves what it noted in the folder, so that until the caller removes it the same call packs
   * the last piece only and gives the same again.
   */
  public Packed intoPiecesKeepingJournal(
      TreeSource source, String words, Path folder, PieceOutput output, PackListener listener)
      throws IOException {
    return journaled(source, words, folder, output, listener, (done, journal, places) -> {});
  }

  /** Takes what is known when everything is packed. */
  private interface Ending {
    void packed(Packed packed, Journal journal, Map<Cid, Place> heldNodes) throws IOException;
  }

  private Packed journaled(
      TreeSource source,
      String words,
      Path folder,
      PieceOutput output,
      PackListener listener,
      Ending ending)
      throws IOException {
    try (Journal journal = Journal.open(folder.resolve(JOURNAL), words);
        HeldNodes held = new HeldNodes(folder.resolve(HELD), journal.heldBytes())) {
      PieceSequence pieces =
          new PieceSequence(options, output, hashing, new PieceSequence.Spanning(journal, held));
      Entry root = walk(source, pieces, journal, listener);
      Map<Cid, Place> places = pieces.finish(root.cid());
      listener.spanning(places);
      Packed packed = new Packed(root, pieces.pieces());
      ending.packed(packed, journal, places);
      return packed;
    }
  }

  private Entry walk(
      TreeSource source, PieceSequence pieces, @Nullable Journal journal, PackListener listener)
      throws IOException {
    int chunk = options.profile().chunkSize();
    LeafPipeline pipeline =
        new LeafPipeline(
            hashing,
            options.workers() + 1,
            Math.multiplyExact(PackOptions.CHUNKS_PER_BATCH, chunk + 2 * LeafBatch.MARGIN),
            PackOptions.LEAVES_PER_BATCH);
    PackRun run = new PackRun(options.profile(), pipeline, pieces, journal, listener);
    source.walk(run);
    return run.finish();
  }

  @Override
  public void close() {
    hashing.shutdownNow();
  }
}
