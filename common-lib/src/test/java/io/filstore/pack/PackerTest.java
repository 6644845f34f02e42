package io.filstore.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.car.CarVerification;
import io.filstore.car.CarVerifier;
import io.filstore.car.CarWriter;
import io.filstore.fixtures.Inputs;
import io.filstore.piece.CommP;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.unixfs.Entry;
import io.filstore.unixfs.Metadata;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceChangedException;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeBuilder;
import io.filstore.unixfs.TreeListener;
import io.filstore.unixfs.TreeSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {
  private static final int CHUNK = 4096;
  private static final Profile SMALL = Profile.UNIXFS_V1_2025.withTree("small", CHUNK, 5);
  private static final Profile SMALL_V0 = Profile.UNIXFS_V0_2015.withTree("small-v0", CHUNK, 5);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 126, 127, 128, 4095, (1 << 20) + 1})
  void bytesDoNotDependOnWorkersOrReadSizes(int mostPerRead) throws IOException {
    Map<String, byte[]> tree = Trees.random(mostPerRead, 60, CHUNK);
    for (Profile profile : List.of(SMALL, SMALL_V0)) {
      byte[] expected = sequential(profile, TreeSource.ofFiles(Trees.files(tree, 1 << 30)));
      for (int workers : new int[] {1, 2, 5}) {
        TreeSource source = TreeSource.ofFiles(Trees.files(tree, mostPerRead));
        assertThat(pack(profile, source, workers)).isEqualTo(expected);
      }
    }
  }

  @Test
  void packsTheDefaultProfileInBatchesOfChunks() throws IOException {
    Map<String, byte[]> tree = Trees.random(7, 6, 1 << 20);
    TreeSource source = Trees.source(tree);
    assertThat(pack(Profile.UNIXFS_V1_2025, source, 2))
        .isEqualTo(sequential(Profile.UNIXFS_V1_2025, source));
  }

  @Test
  void hashesFilesOfManySizesTogether() throws IOException {
    Map<String, byte[]> tree = new TreeMap<>();
    for (int i = 0; i < 3000; i++) {
      byte[] content = new byte[i % 37];
      Arrays.fill(content, (byte) (i / 37));
      tree.put("n" + i, content);
    }
    TreeSource source = Trees.source(tree);
    assertThat(pack(SMALL, source, 2)).isEqualTo(sequential(SMALL, source));
  }

  @Test
  void theCommitmentIsThatOfTheFile() throws IOException {
    FolderPieces output = new FolderPieces(folder);
    Packed packed;
    try (Packer packer = new Packer(PackOptions.of(SMALL))) {
      packed = packer.intoOne(Trees.source(Trees.random(3, 40, CHUNK)), output, PackListener.NONE);
    }
    PackedPiece piece = packed.pieces().getFirst();
    byte[] car = Files.readAllBytes(output.file(piece));
    CommP again = new CommP();
    again.update(car, 0, car.length);
    assertThat(piece.commitment()).isEqualTo(again.finish());
    assertThat(piece.root()).isEqualTo(packed.root().cid());
  }

  @Test
  void theCommitmentMayReadLeavesWhileTheNextAreRead() throws IOException {
    int chunk = 300_000;
    Profile profile = Profile.UNIXFS_V1_2025.withTree("large", chunk, 5);
    TreeSource source = Trees.source(Map.of("large", Inputs.xorshift32(9, 50 * chunk + 1)));
    FolderPieces output = new FolderPieces(folder);
    PackOptions options = new PackOptions(profile, PaddedPieceSize.MAX, 1);
    Packed packed;
    try (Packer packer = new Packer(options)) {
      packed = packer.intoOne(source, output, PackListener.NONE);
    }
    PackedPiece piece = packed.pieces().getFirst();
    byte[] car = Files.readAllBytes(output.file(piece));
    assertThat(car).isEqualTo(sequential(profile, source));
    CommP again = new CommP();
    again.update(car, 0, car.length);
    assertThat(piece.commitment()).isEqualTo(again.finish());
  }

  @Test
  void writesVersion2WithAnIndexInTheSamePass() throws IOException {
    for (Profile profile : List.of(SMALL, SMALL_V0)) {
      FolderPieces output = new FolderPieces(folder);
      PackOptions options = PackOptions.of(profile).withForm(CarForm.V2);
      Packed packed;
      try (Packer packer = new Packer(options)) {
        packed =
            packer.intoOne(Trees.source(Trees.random(5, 50, CHUNK)), output, PackListener.NONE);
      }
      PackedPiece piece = packed.pieces().getFirst();
      byte[] car = Files.readAllBytes(output.file(piece));
      CommP again = new CommP();
      again.update(car, 0, car.length);
      assertThat(piece.commitment()).isEqualTo(again.finish());
      CarVerification verified = CarVerifier.ofLinks().verify(output.file(piece));
      assertThat(verified.version()).isEqualTo(2);
      assertThat(verified.problems()).isEmpty();
      assertThat(verified.isComplete()).isTrue();
      assertThat(verified.roots()).containsExactly(packed.root().cid());
    }
  }

  @Test
  void tellsEveryEntryAndItsPlaceAndTheProgress() throws IOException {
    Map<String, byte[]> tree = Trees.random(11, 20, CHUNK);
    Map<String, Entry> entries = new TreeMap<>();
    long[] bytes = new long[1];
    PackListener listener =
        new PackListener() {
          @Override
          public void progressed(long more) {
            bytes[0] += more;
          }

          @Override
          public void file(String path, Entry entry, Place place) {
            entries.put(path, entry);
            assertThat(place.piece()).isZero();
            assertThat(place.offset()).isPositive();
          }
        };
    Packed packed;
    try (Packer packer = new Packer(PackOptions.of(SMALL))) {
      packed = packer.intoOne(Trees.source(tree), new FolderPieces(folder), listener);
    }
    assertThat(entries.keySet()).isEqualTo(tree.keySet());
    assertThat(bytes[0]).isEqualTo(packed.root().size());
  }

  @Test
  void aFileMayBeAStreamOfUnknownSize() throws IOException {
    byte[] content = new byte[10 * CHUNK + 5];
    SourceFile known = new SourceFile("", content.length, () -> new ByteArrayInputStream(content));
    SourceFile unknown =
        new SourceFile("", SourceFile.UNKNOWN, () -> new ByteArrayInputStream(content));
    assertThat(pack(SMALL, TreeSource.ofFile(unknown), 2))
        .isEqualTo(pack(SMALL, TreeSource.ofFile(known), 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4097, 8192, 100_000})
  void aFileOfAnotherSizeThanAnnouncedIsRefused(int announced) {
    byte[] content = new byte[2 * CHUNK + 1];
    SourceFile file = new SourceFile("f", announced, () -> new ByteArrayInputStream(content));
    assertThatThrownBy(() -> pack(SMALL, TreeSource.ofFiles(List.of(file)), 2))
        .isInstanceOf(SourceChangedException.class)
        .hasMessageContaining("f")
        .hasMessageContaining(Integer.toString(announced));
  }

  @Test
  void whatFailsToReadFailsThePacking() {
    SourceFile file =
        new SourceFile(
            "f",
            5,
            0,
            Metadata.NONE,
            () -> {
              throw new IOException("the disk is gone");
            });
    assertThatThrownBy(() -> pack(SMALL, TreeSource.ofFiles(List.of(file)), 2))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }

  @Test
  void oneCarDoesNotOutgrowItsPiece() {
    PackOptions options = new PackOptions(SMALL, PaddedPieceSize.ofHeight(12), 2);
    try (Packer packer = new Packer(options)) {
      assertThatThrownBy(() ->
              packer.intoOne(
                  Trees.source(Trees.random(1, 60, CHUNK)),
                  new FolderPieces(folder),
                  PackListener.NONE))
          .isInstanceOf(PieceFullException.class)
          .hasMessageContaining("130048");
    }
  }

  private byte[] pack(Profile profile, TreeSource source, int workers) throws IOException {
    FolderPieces output = new FolderPieces(folder);
    try (Packer packer = new Packer(new PackOptions(profile, PaddedPieceSize.MAX, workers))) {
      Packed packed = packer.intoOne(source, output, PackListener.NONE);
      assertThat(packed.pieces()).hasSize(1);
      return Files.readAllBytes(output.file(packed.pieces().getFirst()));
    }
  }

  private static byte[] sequential(Profile profile, TreeSource source) throws IOException {
    Entry root = TreeBuilder.importTree(profile, source, (c, b, o, l) -> {}, TreeListener.NONE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter car = new CarWriter(out, root.cid());
    TreeBuilder.importTree(profile, source, car::block, TreeListener.NONE);
    return out.toByteArray();
  }
}
