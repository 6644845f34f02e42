package io.filstore.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.multiformats.Multihash;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.unixfs.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitArchiveTest {
  private static final int CHUNK = 4096;
  private static final PackOptions OPTIONS =
      new PackOptions(
          Profile.UNIXFS_V1_2025.withTree("small", CHUNK, 5), PaddedPieceSize.ofHeight(13), 2);

  @TempDir Path folder;

  /** Where no block repeats, splitting one archive comes to the same as packing into pieces. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void cutsWhereThePackerCuts(long seed) throws IOException {
    Map<String, byte[]> tree = tree(new Random(seed));
    Path packed = Files.createDirectory(folder.resolve("packed"));
    List<PackedPiece> pieces;
    try (Packer packer = new Packer(OPTIONS)) {
      pieces =
          packer
              .intoPieces(
                  Trees.source(tree), "test", packed, new FolderPieces(packed), PackListener.NONE)
              .pieces();
    }
    Path car = onePiece(tree);
    Path split = Files.createDirectory(folder.resolve("split"));
    AtomicLong written = new AtomicLong();
    SplitArchive archive =
        SplitArchive.of(car, OPTIONS.mostPiece().unpadded(), split, written::addAndGet);
    assertThat(written.get())
        .isEqualTo(pieces.stream().mapToLong(piece -> piece.commitment().rawSize()).sum());
    assertThat(archive.pieces()).extracting(SplitArchive.Piece::packed).isEqualTo(pieces);
    assertThat(archive.missing()).isZero();

    Map<String, Multihash> contents = FolderPieces.contents(split);
    assertThat(contents.remove(Manifest.NAME)).isNotNull();
    Map<String, Multihash> expected = FolderPieces.contents(packed);
    expected.remove(Manifest.NAME);
    assertThat(contents).isEqualTo(expected);
    assertThat(Files.readAllLines(split.resolve(Manifest.NAME)))
        .hasSize(1 + pieces.size())
        .last()
        .asString()
        .contains(pieces.getLast().commitment().v2().toString());
  }

  private static Map<String, byte[]> tree(Random random) {
    Map<String, byte[]> tree = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? 30 * CHUNK : CHUNK)];
      random.nextBytes(content);
      tree.put("d%d/%03d".formatted(i / 9, i), content);
    }
    return tree;
  }

  private Path onePiece(Map<String, byte[]> tree) throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    FolderPieces output = new FolderPieces(one);
    try (Packer packer = new Packer(OPTIONS.withMostPiece(PaddedPieceSize.MAX))) {
      Packed packed = packer.intoOne(Trees.source(tree), output, PackListener.NONE);
      return output.file(packed.pieces().getFirst());
    }
  }
}
