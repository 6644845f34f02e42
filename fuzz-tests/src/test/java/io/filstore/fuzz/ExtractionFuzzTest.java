package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.car.CarFile;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.BlockMissingException;
import io.filstore.unixfs.BlockSource;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.extract.ExtractException;
import io.filstore.unixfs.extract.ExtractLimits;
import io.filstore.unixfs.extract.ExtractOptions;
import io.filstore.unixfs.extract.ExtractOptions.Existing;
import io.filstore.unixfs.extract.ExtractOptions.Symlinks;
import io.filstore.unixfs.extract.Extracted;
import io.filstore.unixfs.extract.Extractor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Trees that want to be written elsewhere. */
class ExtractionFuzzTest {
  private static final ExtractOptions OPTIONS =
      ExtractOptions.DEFAULT.with(new ExtractLimits(8, 100, 20_000));

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  /** Linux follows as many and then gives up. */
  private static final int MOST_LINKS = 40;

  @TempDir static Path folder = Path.of("");

  /** Blocks that link to each other as they like, each extracted out of one archive. */
  @FuzzTest
  void staysInItsFolder(FuzzedDataProvider input) throws IOException {
    Map<Cid, byte[]> blocks = HostileDag.from(input).blocks();
    if (blocks.isEmpty()) {
      return;
    }
    Path target = Files.createDirectories(folder.resolve("around")).resolve("target");
    Path car =
        Files.write(
            folder.resolve("whole.car"), WrittenCar.of(blocks.keySet().iterator().next(), blocks));
    try (CarFile archive = CarFile.open(car)) {
      for (Cid cid : blocks.keySet()) {
        extract(archive, cid, target, OPTIONS);
        requireLinksInside(target);
        remove(target);
      }
    }
  }

  /** Any options, and a target in which something stands already. */
  @FuzzTest
  void obeysItsOptions(FuzzedDataProvider input) throws IOException {
    ExtractOptions options =
        OPTIONS.with(input.pickValue(Existing.values())).with(input.pickValue(Symlinks.values()));
    options = input.consumeBoolean() ? options.keepingMetadata() : options;
    Path target = Files.createDirectories(folder.resolve("around/target"));
    int there = input.consumeInt(0, 4);
    prepare(target, there);
    HostileFolder tree = HostileFolder.from(input);
    Optional<Extracted> extracted = extract(tree.blocks()::get, tree.root(), target, options);
    if (there == 0) {
      extracted.ifPresent(all -> assertThat(count(target)).isEqualTo(counts(all)));
      if (options.symlinks() == Symlinks.INSIDE) {
        requireLinksInside(target);
      }
    }
    remove(target);
  }

  private static void prepare(Path target, int there) throws IOException {
    Path outside = Path.of("../outside");
    switch (there) {
      case 1 -> Files.createSymbolicLink(target.resolve("a"), outside);
      case 2 -> Files.createSymbolicLink(target.resolve("a"), outside.resolve("file"));
      case 3 -> {
        Files.createDirectory(target.resolve("a"));
        Files.createSymbolicLink(target.resolve("a/b"), Path.of("..").resolve(outside));
      }
      case 4 -> Files.writeString(target.resolve("a"), "old");
      default -> {}
    }
  }

  /** Nothing appears or changes beside the target, whatever comes of it. */
  private static Optional<Extracted> extract(
      BlockSource blocks, Cid root, Path target, ExtractOptions options) throws IOException {
    Path outside = Files.createDirectories(target.resolveSibling("outside"));
    Path file = Files.writeString(outside.resolve("file"), "untouched");
    Files.setLastModifiedTime(file, LONG_AGO);
    Files.setLastModifiedTime(outside, LONG_AGO);
    Optional<Extracted> extracted = Optional.empty();
    try {
      Extractor extractor = new Extractor(new UnixFsReader(blocks), options);
      extracted = Optional.of(extractor.extract(root, "", target, "lone"));
    } catch (ExtractException | FormatException | BlockMissingException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
    assertThat(names(target.resolveSibling(""))).isSubsetOf("outside", "target");
    assertThat(names(outside)).containsExactly("file");
    assertThat(file).hasContent("untouched");
    assertThat(List.of(Files.getLastModifiedTime(file), Files.getLastModifiedTime(outside)))
        .containsOnly(LONG_AGO);
    return extracted;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Follows links as the system does: what comes after one counts from where it leads. */
  private static void requireLinksInside(Path target) throws IOException {
    for (Path path : below(target)) {
      if (Files.isSymbolicLink(path)) {
        follow(target, path, new AtomicInteger(MOST_LINKS));
      }
    }
  }

  private static Path follow(Path target, Path link, AtomicInteger left) throws IOException {
    Path at = link.resolveSibling("");
    for (Path step : Files.readSymbolicLink(link)) {
      at = at.resolve(step).normalize();
      assertThat(at.toString()).as(link.toString()).startsWith(target.toString());
      if (Files.isSymbolicLink(at) && left.getAndDecrement() > 0) {
        at = follow(target, at, left);
      }
    }
    return at;
  }

  private static List<Long> counts(Extracted extracted) {
    return List.of(extracted.files(), extracted.directories(), extracted.symlinks());
  }

  private static List<Long> count(Path target) {
    try {
      List<Path> all = below(target);
      long links = all.stream().filter(Files::isSymbolicLink).count();
      long files =
          all.stream().filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).count();
      return List.of(files, all.size() - 1 - links - files, links);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path target) throws IOException {
    for (Path path : below(target)) {
      Files.delete(path);
    }
  }

  /** The deepest first. */
  private static List<Path> below(Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(target)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
