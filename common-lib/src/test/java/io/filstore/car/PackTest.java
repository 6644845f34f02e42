package io.filstore.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Fixtures;
import io.filstore.fixtures.Inputs;
import io.filstore.multiformats.Multihash;
import io.filstore.unixfs.Entry;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeBuilder;
import io.filstore.unixfs.TreeListener;
import io.filstore.unixfs.UnixFsImporter;
import io.filstore.unixfs.UnixFsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The way from files to an archive and back. */
class PackTest {
  /** Command lines of ipfs-car whose result does not depend on its own ways of walking a folder. */
  private static final Set<String> WRAPPED =
      Set.of("single file, wrapped (default)", "directory with two files");

  private static final Set<String> UNWRAPPED = Set.of("single file, --no-wrap", "empty file");

  @TempDir Path folder;

  @Test
  void packsAndReadsBackThroughTheIndex() throws IOException {
    byte[] large = Inputs.xorshift32(1, (3 << 20) + 17);
    List<SourceFile> files =
        List.of(
            source("data/large.bin", large),
            source("data/copy.bin", large),
            source("a", new byte[0]));
    Path file = folder.resolve("tree.car");
    Path index = folder.resolve("tree.idx");
    Entry root = pack(files, file, index);
    CarVerification verification = CarVerifier.ofLinks().verify(file);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.warnings()).isEmpty();
    assertThat(verification.roots()).containsExactly(root.cid());
    // Four leaves and their node once, the empty leaf, two directories.
    assertThat(verification.blocks()).isEqualTo(8);
    assertThat(verification.reach().orElseThrow().reached()).isEqualTo(8);
    try (IndexedCar car = IndexedCar.open(file, index)) {
      UnixFsReader reader = new UnixFsReader(car);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      reader.write(reader.resolve(root.cid(), "data/copy.bin").orElseThrow(), out);
      assertThat(out.toByteArray()).isEqualTo(large);
    }
  }

  private static Entry pack(List<SourceFile> files, Path file, Path index) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        var out = Channels.newOutputStream(channel)) {
      CarWriter car = new CarWriter(out, CarWriter.PLACEHOLDER_ROOT);
      Entry root =
          TreeBuilder.importTree(Profile.UNIXFS_V1_2025, files, car::block, TreeListener.NONE);
      CarWriter.patchRoot(channel, root.cid());
      car.writeIndex(index);
      return root;
    }
  }

  @Test
  void makesTheSameArchiveAsIpfsCar() throws IOException {
    int compared = 0;
    for (JsonNode row : Fixtures.rows("formats/ipfs-car-cli.json", "vectors").toList()) {
      String name = row.path("name").asString();
      if (!WRAPPED.contains(name) && !UNWRAPPED.contains(name)) {
        continue;
      }
      List<SourceFile> files =
          row.path("tree")
              .valueStream()
              .map(file ->
                  source(
                      file.path("path").asString().replaceFirst("^d/", ""),
                      Inputs.generate(file.path("input"))))
              .toList();
      byte[] car =
          WRAPPED.contains(name) ? wrapped(files, "w" + compared) : unwrapped(files.getFirst());
      assertThat(Multihash.sha256(car).digest())
          .as(name)
          .isEqualTo(HexFormat.of().parseHex(row.path("carSha256").asString()));
      compared++;
    }
    assertThat(compared).isEqualTo(4);
  }

  private byte[] wrapped(List<SourceFile> files, String name) throws IOException {
    Path file = folder.resolve(name + ".car");
    pack(files, file, folder.resolve(name + ".idx"));
    return Files.readAllBytes(file);
  }

  private static byte[] unwrapped(SourceFile file) throws IOException {
    Entry root =
        new UnixFsImporter(Profile.UNIXFS_V1_2025, (c, b, o, l) -> {}).file(file.opener().open());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter car = new CarWriter(out, root.cid());
    new UnixFsImporter(Profile.UNIXFS_V1_2025, car::block).file(file.opener().open());
    return out.toByteArray();
  }

  private static SourceFile source(String path, byte[] content) {
    return new SourceFile(path, content.length, () -> new ByteArrayInputStream(content));
  }
}
