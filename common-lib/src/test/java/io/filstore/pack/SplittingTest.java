package io.filstore.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.car.CarReader;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceChangedException;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeSource;
import io.filstore.unixfs.UnixFsReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trees that need several pieces. */
class SplittingTest {
  private static final int CHUNK = 4096;
  private static final Profile SMALL = Profile.UNIXFS_V1_2025.withTree("small", CHUNK, 5);
  private static final PackOptions OPTIONS =
      new PackOptions(SMALL, PaddedPieceSize.ofHeight(13), 2);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyPieceIsWholeAndTogetherTheyAreTheTree(long seed) throws IOException {
    Map<String, byte[]> tree = tree(seed);
    Packed packed = packPieces(folder, tree, Integer.MAX_VALUE);
    assertThat(packed.pieces()).hasSizeGreaterThan(3);
    assertThat(packed.pieces().getLast().root()).isEqualTo(packed.root().cid());

    Map<Cid, byte[]> blocks = new HashMap<>();
    for (PackedPiece piece : packed.pieces()) {
      Map<Cid, byte[]> own = blocks(piece);
      assertThat(own).hasSize((int) piece.blocks()).containsKey(piece.root());
      assertThat(piece.commitment().size()).isLessThanOrEqualTo(OPTIONS.mostPiece());
      blocks.putAll(own);
    }
    assertReadsBack(packed, tree, blocks);
    assertThat(packed.root().cid()).isEqualTo(inOnePiece(tree).root().cid());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void allButTheLastPieceAreNearlyFull(long seed) throws IOException {
    Packed packed = packPieces(folder, tree(seed), Integer.MAX_VALUE);
    for (PackedPiece piece : packed.pieces().subList(0, packed.pieces().size() - 1)) {
      assertThat(piece.commitment().rawSize())
          .isGreaterThan(OPTIONS.mostPiece().unpadded() - CHUNK - 2 * 50L);
    }
  }

  @Test
  void theManifestFindsEveryByte() throws IOException {
    Map<String, byte[]> tree = tree(8);
    Packed packed = packPieces(folder, tree, Integer.MAX_VALUE);
    List<Map<Cid, byte[]>> pieces = new ArrayList<>();
    for (PackedPiece piece : packed.pieces()) {
      pieces.add(blocks(piece));
    }
    int files = 0;
    int spanning = 0;
    for (JsonNode line : manifest()) {
      if (!line.has("path")) {
        continue;
      }
      files++;
      byte[] content = Objects.requireNonNull(tree.get(line.path("path").asString()));
      long from = 0;
      for (JsonNode part : line.path("parts")) {
        assertThat(part.path("from").asLong()).isEqualTo(from);
        from += part.path("length").asLong();
        int first = (int) part.path("from").asLong() / CHUNK * CHUNK;
        byte[] leaf = Arrays.copyOfRange(content, first, Math.min(content.length, first + CHUNK));
        assertThat(pieces.get(part.path("piece").asInt()))
            .as("the first leaf of the part is in its piece")
            .containsKey(Cid.sha256(Cid.RAW, leaf));
      }
      spanning += line.path("parts").size() > 1 ? 1 : 0;
      assertThat(from).isEqualTo(content.length).isEqualTo(line.path("size").asLong());
      assertRootIsWhereItSays(packed, line);
    }
    assertThat(files).isEqualTo(tree.size());
    assertThat(spanning).isPositive();
  }

  private void assertRootIsWhereItSays(Packed packed, JsonNode file) throws IOException {
    PackedPiece piece =
        packed.pieces().stream()
            .filter(
                one -> one.commitment().v2().toString().equals(file.path("piece_cid").asString()))
            .findFirst()
            .orElseThrow();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(carOf(piece)))) {
      CarReader reader = new CarReader(in);
      for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
        if (section.sectionOffset() == file.path("offset").asLong()) {
          assertThat(section.cid()).hasToString(file.path("cid").asString());
          return;
        }
      }
    }
    throw new AssertionError("no section begins at " + file.path("offset"));
  }

  @Test
  void aStoppedPackingGoesOnBehindTheLastFinishedPiece() throws IOException {
    for (long seed = 20; seed < 22; seed++) {
      Map<String, byte[]> tree = tree(seed);
      Path undisturbed = Files.createDirectory(folder.resolve("undisturbed" + seed));
      int pieces = packPieces(undisturbed, tree, Integer.MAX_VALUE).pieces().size();
      for (int dyingAfter = 0; dyingAfter < pieces; dyingAfter++) {
        Path stopped = Files.createDirectory(folder.resolve("stopped" + seed + "-" + dyingAfter));
        int deadly = dyingAfter;
        assertThatThrownBy(() -> packPieces(stopped, tree, deadly))
            .isInstanceOf(FolderPieces.Death.class);
        FolderPieces output = new FolderPieces(stopped);
        Packed packed = packPieces(stopped, tree, output);
        // Where the end itself takes two pieces, both are written again.
        assertThat(output.finished())
            .as("pieces written again")
            .isBetween(pieces - dyingAfter, pieces - dyingAfter + 1);
        assertThat(packed.pieces()).hasSize(pieces);
        assertThat(FolderPieces.contents(stopped)).isEqualTo(FolderPieces.contents(undisturbed));
      }
    }
  }

  @Test
  void diesAtEveryPieceOneAfterTheOther() throws IOException {
    Map<String, byte[]> tree = tree(30);
    Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
    int pieces = packPieces(undisturbed, tree, Integer.MAX_VALUE).pieces().size();
    Path stopped = Files.createDirectory(folder.resolve("stopped"));
    for (int i = 0; i < pieces - 1; i++) {
      assertThatThrownBy(() -> packPieces(stopped, tree, 1)).isInstanceOf(FolderPieces.Death.class);
    }
    packPieces(stopped, tree, Integer.MAX_VALUE);
    assertThat(FolderPieces.contents(stopped)).isEqualTo(FolderPieces.contents(undisturbed));
  }

  @Test
  void halfARecordAtTheEndOfTheJournalIsForgotten() throws IOException {
    Map<String, byte[]> tree = tree(31);
    assertThatThrownBy(() -> packPieces(folder, tree, 2)).isInstanceOf(FolderPieces.Death.class);
    Files.write(
        folder.resolve(".filstore-pack.journal"),
        new byte[] {(byte) 0x85, 3, 1, 2, 3},
        StandardOpenOption.APPEND);
    Packed packed = packPieces(folder, tree, Integer.MAX_VALUE);
    assertThat(packed.root().cid()).isEqualTo(inOnePiece(tree).root().cid());
  }

  @Test
  void aSourceThatChangedMeanwhileIsRefused() throws IOException {
    Map<String, byte[]> tree = tree(32);
    assertThatThrownBy(() -> packPieces(folder, tree, 2)).isInstanceOf(FolderPieces.Death.class);
    String first = tree.keySet().iterator().next();
    Map<String, byte[]> changed = new TreeMap<>(tree);
    changed.merge(first, new byte[1], (was, more) -> new byte[was.length + 1]);
    assertThatThrownBy(() -> packPieces(folder, changed, Integer.MAX_VALUE))
        .isInstanceOf(SourceChangedException.class);
    Map<String, byte[]> less = new TreeMap<>(tree);
    less.remove(first);
    assertThatThrownBy(() -> packPieces(folder, less, Integer.MAX_VALUE))
        .isInstanceOf(SourceChangedException.class);
    packPieces(folder, tree, Integer.MAX_VALUE);
  }

  @Test
  void anotherPackingInTheSameFolderIsRefused() throws IOException {
    Map<String, byte[]> tree = tree(33);
    assertThatThrownBy(() -> packPieces(folder, tree, 2)).isInstanceOf(FolderPieces.Death.class);
    try (Packer packer = new Packer(OPTIONS)) {
      assertThatThrownBy(() ->
              packer.intoPieces(
                  Trees.source(tree), "other", folder, new FolderPieces(folder), PackListener.NONE))
          .isInstanceOf(OtherPackingException.class)
          .hasMessageContaining("other")
          .hasMessageContaining("test");
    }
  }

  @Test
  void aBlockLargerThanAPieceIsRefused() {
    PackOptions tiny = OPTIONS.withMostPiece(PaddedPieceSize.ofHeight(6));
    try (Packer packer = new Packer(tiny)) {
      assertThatThrownBy(() ->
              packer.intoPieces(
                  Trees.source(tree(34)),
                  "test",
                  folder,
                  new FolderPieces(folder),
                  PackListener.NONE))
          .isInstanceOf(PieceFullException.class);
    }
  }

  @Test
  void aStreamIsCutLikeAFile() throws IOException {
    byte[] content = new byte[90 * CHUNK + 7];
    new Random(4).nextBytes(content);
    Packed known = packPieces(folder, Map.of("f", content), Integer.MAX_VALUE);
    Path other = Files.createDirectory(folder.resolve("stream"));
    SourceFile stream =
        new SourceFile("f", SourceFile.UNKNOWN, () -> new Trees.Hesitant(content, 1000));
    try (Packer packer = new Packer(OPTIONS)) {
      Packed unknown =
          packer.intoPieces(
              TreeSource.ofFiles(List.of(stream)),
              "test",
              other,
              new FolderPieces(other),
              PackListener.NONE);
      assertThat(unknown).isEqualTo(known);
    }
    assertThat(other.resolve(Manifest.NAME)).hasSameBinaryContentAs(folder.resolve(Manifest.NAME));
  }

  private static Map<String, byte[]> tree(long seed) {
    return Trees.random(seed, 80, CHUNK);
  }

  private static Packed packPieces(Path folder, Map<String, byte[]> tree, int dyingAfter)
      throws IOException {
    return packPieces(folder, tree, new FolderPieces(folder).dyingAfter(dyingAfter));
  }

  private static Packed packPieces(Path folder, Map<String, byte[]> tree, FolderPieces output)
      throws IOException {
    try (Packer packer = new Packer(OPTIONS)) {
      return packer.intoPieces(Trees.source(tree), "test", folder, output, PackListener.NONE);
    }
  }

  private Packed inOnePiece(Map<String, byte[]> tree) throws IOException {
    Path one = Files.createDirectories(folder.resolve("one"));
    try (Packer packer = new Packer(OPTIONS.withMostPiece(PaddedPieceSize.MAX))) {
      return packer.intoOne(Trees.source(tree), new FolderPieces(one), PackListener.NONE);
    }
  }

  private Path carOf(PackedPiece piece) {
    return new FolderPieces(folder).file(piece);
  }

  private Map<Cid, byte[]> blocks(PackedPiece piece) throws IOException {
    Map<Cid, byte[]> blocks = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(carOf(piece)))) {
      CarReader reader = new CarReader(in);
      assertThat(reader.roots()).containsExactly(piece.root());
      for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
        blocks.put(section.cid(), section.data());
      }
    }
    return blocks;
  }

  private static void assertReadsBack(
      Packed packed, Map<String, byte[]> tree, Map<Cid, byte[]> blocks) throws IOException {
    UnixFsReader reader = new UnixFsReader(blocks::get);
    for (Map.Entry<String, byte[]> file : tree.entrySet()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reader.write(reader.resolve(packed.root().cid(), file.getKey()).orElseThrow(), out);
      assertThat(out.toByteArray()).isEqualTo(file.getValue());
    }
  }

  private List<JsonNode> manifest() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(Manifest.NAME))) {
      lines.add(new JsonMapper().readTree(line));
    }
    return lines;
  }
}
