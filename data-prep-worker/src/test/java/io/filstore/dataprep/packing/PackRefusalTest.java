package io.filstore.dataprep.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.db.TestDatabase;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.UploadState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** What cannot be packed, for good or for now, and what its owner is told. */
class PackRefusalTest {

  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Random RANDOM = new Random(6);

  @TempDir Path folder;
  private final JdbcClient jdbc = DATABASE.jdbc();
  private final PackedRows rows = new PackedRows(jdbc);
  private PackingBench bench = new PackingBench(DATABASE.dataSource(), Path.of(""));
  private StagedUploads staged = new StagedUploads(jdbc, Path.of(""));

  @BeforeEach
  void prepare() {
    bench = new PackingBench(DATABASE.dataSource(), folder);
    staged = new StagedUploads(jdbc, bench.staging);
  }

  @Test
  void aChunkThatFitsNoPieceIsRefusedWithTheNumbers() throws Exception {
    PackUpload pack = bench.maxPiece(DataSize.ofMegabytes(1)).packUpload();
    String file = staged.add(true, Map.of("big", random(1_048_576)));
    String overhead = staged.add(true, Map.of("a", random(1_040_384)));

    assertThat(pack.run(file)).isEmpty();
    assertThat(pack.run(overhead)).isEmpty();

    for (String id : new String[] {file, overhead}) {
      assertFailed(
          id, "too_large", "1048576 bytes, one piece of 1048576 bytes holds at most 1040384");
    }
    assertThat(PackedRows.blobs(bench.cars)).isEmpty();
  }

  @Test
  void aStagedFileThatChangedIsRefused() throws Exception {
    String longer = staged.add(true, Map.of("a", random(100)));
    Files.write(staged.folder(longer).resolve("000001"), new byte[1], StandardOpenOption.APPEND);
    String gone = staged.add(true, Map.of("b", random(100)));
    Files.delete(staged.folder(gone).resolve("000001"));
    PackUpload pack = bench.packUpload();

    pack.run(longer);
    pack.run(gone);

    assertFailed(longer, "source_changed", "\"a\" was received with 100 bytes and now has 101");
    assertFailed(gone, "source_changed", "it is gone");
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsRefused() throws Exception {
    for (boolean wrap : new boolean[] {true, false}) {
      String id = staged.add(wrap, Map.of("a", random(3_000_000)));
      bench.steps(
          step -> appendAt(PackStep.HALF_WRITTEN, step, staged.folder(id).resolve("000001")));

      bench.packUpload().run(id);

      assertFailed(id, "source_changed", "3000000");
    }
    assertThat(PackedRows.blobs(bench.cars)).isEmpty();
  }

  @Test
  void aFullDiskLeavesTheUploadIntactAndSaysWhyOnce() throws Exception {
    String id = staged.add(true, Map.of("a", random(5_000_000)));
    PackUpload pack = bench.space(() -> 1_000_000).packUpload();

    assertThat(pack.run(id)).contains(Duration.ofSeconds(30));
    assertThat(pack.run(id)).contains(Duration.ofSeconds(30));

    assertThat(rows.upload(id).state()).isEqualTo(UploadState.PACKING);
    assertThat(staged.folder(id).resolve("000001")).hasSize(5_000_000);
    assertThat(rows.events(id)).containsExactly("upload.stalled");
    assertThat(rows.eventData(id, "detail")).contains("has 1000000");
    assertThat(PackedRows.blobs(bench.cars)).isEmpty();

    assertThat(bench.space(() -> Long.MAX_VALUE).packUpload().run(id)).isEmpty();
    assertThat(rows.upload(id).state()).isEqualTo(UploadState.PREPARED);
  }

  @Test
  void aDiskThatFillsUpWhilePackingKeepsTheFinishedPieces() throws Exception {
    String id = staged.add(true, Map.of("a", random(5_000_000)));
    long[] usable = {6_048_576, 4_000_000, 1_000_000};
    int[] looks = {0};
    bench.maxPiece(DataSize.ofMegabytes(2));

    assertThat(bench.space(() -> usable[looks[0]++]).packUpload().run(id)).isPresent();

    assertThat(looks[0]).isEqualTo(3);
    assertThat(rows.eventData(id, "detail")).contains("needs 1887040", "has 1000000");
    assertThat(PackedRows.cars(bench.cars)).hasSize(2);
    looks[0] = 0;
    int[] written = {0};
    bench
        .space(() -> Long.MAX_VALUE)
        .steps(step -> written[0] += step == PackStep.CAR_WRITTEN ? 1 : 0);
    assertThat(bench.packUpload().run(id)).isEmpty();
    assertThat(rows.pieces(id)).hasSize(4);
    assertThat(written[0]).as("CARs that the second run packed").isEqualTo(2);
  }

  @Test
  void theSystemsOwnWordsForAFullDiskAreUnderstood() {
    assertThatThrownBy(PackRefusalTest::writeToAFullDevice).isInstanceOf(DiskFullException.class);
  }

  private static void writeToAFullDevice() throws IOException {
    try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
      assertThat(full.write(ByteBuffer.allocate(1))).isZero();
    } catch (IOException failure) {
      throw DiskFullException.recognise(failure);
    }
  }

  private static void appendAt(PackStep wanted, PackStep reached, Path file) {
    if (reached != wanted) {
      return;
    }
    try {
      Files.write(file, new byte[10], StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertFailed(String id, String code, String detail) {
    Upload upload = rows.upload(id);
    assertThat(upload.state()).isEqualTo(UploadState.FAILED);
    assertThat(upload.failureCode()).isEqualTo(code);
    assertThat(upload.failureDetail()).contains(detail);
    assertThat(rows.events(id)).containsExactly("upload.failed");
    assertThat(rows.eventData(id, "code")).isEqualTo(code);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
