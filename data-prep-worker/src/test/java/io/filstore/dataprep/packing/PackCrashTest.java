package io.filstore.dataprep.packing;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.TestDatabase;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.UploadState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dies for real at every step of packing, starts again, and ends where an undisturbed run ends. */
class PackCrashTest {

  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path folder;
  private final PackedRows rows = new PackedRows(DATABASE.jdbc());

  @ParameterizedTest
  @EnumSource(PackStep.class)
  void aKilledRunIsFinishedByTheNextOne(PackStep deadly) throws Exception {
    PackingBench bench = new PackingBench(DATABASE.dataSource(), folder);
    StagedUploads staged = new StagedUploads(DATABASE.jdbc(), bench.staging);
    String id = staged.add(true, files(deadly.ordinal()));

    Process packer = DyingPacker.start(DATABASE, folder, id, 1L << 35, deadly, 1);
    assertThat(packer.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(packer.exitValue()).isEqualTo(DyingPacker.DEAD);

    assertNothingHalfVisible(id, bench.cars);
    assertThat(bench.packUpload().run(id)).isEmpty();
    assertDone(id, bench, staged);
    assertThat(bench.packUpload().run(id)).isEmpty();
    assertDone(id, bench, staged);
  }

  private void assertNothingHalfVisible(String id, Path cars) throws IOException {
    Upload upload = rows.upload(id);
    boolean committed = upload.state() == UploadState.PREPARED;
    assertThat(rows.events(id)).isEqualTo(committed ? List.of("upload.prepared") : List.of());
    for (String name : PackedRows.blobs(cars)) {
      if (name.endsWith(".car")) {
        assertThat(Files.size(cars.resolve(name))).isGreaterThan(5_000_000);
        assertThat(PackedRows.blobs(cars)).contains(name.replace(".car", ".idx"));
      }
    }
  }

  private void assertDone(String id, PackingBench bench, StagedUploads staged) throws IOException {
    Upload upload = rows.upload(id);
    String piece = rows.pieceCid(id);
    assertThat(upload.state()).isEqualTo(UploadState.PREPARED);
    assertThat(upload.alreadyStored()).isFalse();
    assertThat(upload.staged()).isFalse();
    assertThat(staged.folder(id)).doesNotExist();
    assertThat(rows.events(id)).containsExactly("upload.prepared");
    assertThat(rows.plans(piece)).isEqualTo(1);
    assertThat(rows.cars(piece)).isEqualTo(1);
    assertThat(rows.entries(id)).hasSize(5);
    assertThat(PackedRows.blobs(bench.cars))
        .as("drafts of the dead are swept")
        .containsExactly(piece + ".car", piece + ".idx");
  }

  private static Map<String, byte[]> files(int seed) {
    Random random = new Random(seed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String path : new String[] {"a", "b/c", "b/d"}) {
      byte[] bytes = new byte[2_000_000];
      random.nextBytes(bytes);
      files.put(path, bytes);
    }
    return files;
  }
}
