package io.filstore.cli.piece;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Verbs that jump about in what they read, or read it twice, and get it through a pipe. */
class StandardInputTest {
  @TempDir Path folder;
  private byte[] small = {};
  private byte[] large = {};
  private byte[] aggregate = {};
  private Path out = Path.of("");

  @BeforeEach
  void payloads() throws IOException {
    small = random(300);
    large = random(9000);
    Files.write(folder.resolve("small"), small);
    Files.write(folder.resolve("large"), large);
    out = folder.resolve("out");
    aggregate = Run.of(words("piece aggregate SMALL LARGE --size 64KiB -o -")).bytes();
  }

  @AfterEach
  void noCopyIsLeft() {
    assertThat(copies()).isEmpty();
  }

  @Test
  void anyPieceOfAnAggregateMayComeFromIt() {
    Run first = piped(small, "piece aggregate - LARGE --size 64KiB -o -");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.bytes()).isEqualTo(aggregate);

    JsonNode json = piped(large, "piece aggregate SMALL - --size 64KiB -o OUT --json").json();
    assertThat(out).hasBinaryContent(aggregate);
    assertThat(json.at("/pieces/0/file").asString()).isEqualTo(folder.resolve("small") + "");
    assertThat(json.at("/pieces/1/file").asString()).isEqualTo("-");
  }

  @Test
  void theLargestPieceIsFirstFromWhereverItComes() {
    JsonNode json =
        piped(large, "piece aggregate SMALL - --size 64KiB --order size -o OUT --json").json();
    assertThat(json.at("/pieces/0/file").asString()).isEqualTo("-");
    assertThat(json.at("/pieces/0/raw_size").asLong()).isEqualTo(9000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "piece inspect FROM",
        "piece inspect FROM --verify --json",
        "piece inspect FROM --size 64KiB",
        "piece prove FROM --entry 1 -o -"
      })
  void anAggregateFromItIsThatFromAFile(String line) throws IOException {
    Run piped = piped(aggregate, line.replace("FROM", "-"));
    assertThat(piped.exit()).as(piped.err()).isZero();
    String file = Files.write(folder.resolve("aggregate"), aggregate).toString();
    Run read = Run.of(words(line.replace("FROM", file)));
    assertThat(piped.bytes()).isEqualTo(read.bytes()).isNotEmpty();
  }

  @Test
  void damageIsSeenThroughIt() {
    aggregate[5] ^= 1;
    Run inspected = piped(aggregate, "piece inspect - --verify");
    assertThat(inspected.exit()).isEqualTo(1);
    assertThat(inspected.out()).contains("verified      no: ");
    assertThat(piped(aggregate, "piece inspect -").exit()).isZero();
    failing(1, "not what its index says", piped(aggregate, "piece prove - --entry 1 -o OUT"));
  }

  @Test
  void wrongUsageIsSaidBeforeItIsRead() {
    failing(
        2,
        "the standard input can be read only once",
        piped(new Breaking(small, 0), "piece aggregate - SMALL - --size 64KiB -o OUT"));
    failing(
        2,
        "is read, so it cannot be written",
        piped(new Breaking(small, 0), "piece aggregate - LARGE --size 64KiB -o LARGE --force"));
    failing(
        2,
        "there is no file",
        piped(new Breaking(small, 0), "piece aggregate - OUT --size 64KiB -o -"));
    assertThat(folder.resolve("large")).hasBinaryContent(large);
  }

  @ParameterizedTest
  @CsvSource({
    "a piece of 128 bytes is no aggregate, piece inspect -",
    "is no aggregate of 65536 bytes, piece inspect - --size 64KiB",
    "a piece of 128 bytes is no aggregate, piece prove - --entry 0 -o OUT",
    "payload is 0 bytes, piece aggregate SMALL - --size 64KiB -o OUT"
  })
  void nothingOnItIsAsAnEmptyFile(String sentence, String line) {
    failing(1, sentence, piped(new byte[0], line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "piece inspect - --verify",
        "piece prove - --entry 0 -o OUT",
        "piece aggregate SMALL - --size 64KiB -o OUT"
      })
  void thatItBreaksIsOneSentence(String line) {
    Breaking broken = new Breaking(aggregate, 40_000);
    failing(1, "the pipe broke", piped(broken, line));
    assertThat(broken.copies)
        .as("who may read what was copied so far")
        .containsExactly("rw-------");
  }

  private Run piped(byte[] input, String line) {
    return Run.with(input, words(line));
  }

  private Run piped(InputStream input, String line) {
    return Run.with(input, words(line));
  }

  private String[] words(String line) {
    return Stream.of(line.split(" "))
        .map(word ->
            switch (word) {
              case "SMALL", "LARGE" -> folder.resolve(word.toLowerCase(Locale.ROOT)).toString();
              case "OUT" -> out.toString();
              default -> word;
            })
        .toArray(String[]::new);
  }

  private void failing(int exit, String sentence, Run run) {
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.err()).startsWith("filstore: ").contains(sentence).hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  /** Breaks after so many bytes, and looks at the permissions of the copies there are then. */
  private static final class Breaking extends ByteArrayInputStream {
    private List<String> copies = List.of();

    Breaking(byte[] bytes, int whole) {
      super(bytes, 0, whole);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = super.read(buffer, offset, length);
      if (count < 0) {
        copies = copies().stream().map(StandardInputTest::permissions).toList();
        throw new UncheckedIOException(new IOException("the pipe broke"));
      }
      return count;
    }
  }

  /** Temporary files of this process; others may be at work beside it. */
  private static List<Path> copies() {
    String prefix = "filstore-stdin-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
