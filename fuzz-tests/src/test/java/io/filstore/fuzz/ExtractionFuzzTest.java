package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.BlockMissingException;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.extract.ExtractException;
import io.filstore.unixfs.extract.ExtractLimits;
import io.filstore.unixfs.extract.ExtractOptions;
import io.filstore.unixfs.extract.Extractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Trees that want to be written elsewhere. */
class ExtractionFuzzTest {
  private static final ExtractOptions OPTIONS =
      ExtractOptions.DEFAULT.with(new ExtractLimits(8, 100, 20_000));

  @TempDir static Path folder = Path.of("");

  /** Beside the target nothing appears or changes, and no link in it leads out of it. */
  @FuzzTest
  void staysInItsFolder(FuzzedDataProvider input) throws IOException {
    HostileDag dag = HostileDag.from(input);
    Extractor extractor = new Extractor(new UnixFsReader(dag.blocks()::get), OPTIONS);
    Path around = Files.createDirectories(folder.resolve("around"));
    Path beside = Files.writeString(around.resolve("beside"), "untouched");
    Path target = around.resolve("target");
    for (Cid cid : dag.blocks().keySet()) {
      try {
        extractor.extract(cid, "", target, "lone");
      } catch (ExtractException | FormatException | BlockMissingException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
      assertThat(names(around)).isSubsetOf("beside", "target");
      assertThat(beside).hasContent("untouched");
      requireInside(target);
      remove(target);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void requireInside(Path target) throws IOException {
    for (Path path : below(target)) {
      if (Files.isSymbolicLink(path)) {
        Path leads = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
        assertThat(leads.startsWith(target)).as(leads.toString()).isTrue();
      }
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
