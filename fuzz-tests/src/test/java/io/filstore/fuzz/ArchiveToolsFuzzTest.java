package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.car.CarConversion;
import io.filstore.car.CarFile;
import io.filstore.car.CarFilter;
import io.filstore.car.CarInspection;
import io.filstore.car.CarInspector;
import io.filstore.car.CarJoin;
import io.filstore.car.CarReader;
import io.filstore.car.CarSplit;
import io.filstore.car.CarVerifier;
import io.filstore.car.IndexFormat;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** What makes new archives of old ones. */
class ArchiveToolsFuzzTest {
  private static final int MOST = 700;

  @TempDir static Path folder = Path.of("");

  /** An archive that is read is described, and has the same CARv1 after each conversion. */
  @FuzzTest
  void conversions(byte[] bytes) throws IOException {
    Optional<byte[]> first = v1(bytes);
    Optional<CarInspection> inspection =
        Hostile.read(() -> CarInspector.inspect(new ByteArrayInputStream(bytes)));
    for (IndexFormat format : IndexFormat.values()) {
      Optional<byte[]> index = index(bytes, format);
      if (first.isPresent()) {
        byte[] v2 = v2(out -> CarConversion.toV2(new ByteArrayInputStream(bytes), out, format));
        assertThat(v2).endsWith(index.orElseThrow());
        requireSame(v2, first.get());
      }
    }
    if (first.isPresent()) {
      assertThat(inspection).isPresent();
      requireSame(
          v2(out -> CarConversion.toV2WithoutIndex(new ByteArrayInputStream(bytes), out)),
          first.get());
    }
  }

  private static Optional<byte[]> v1(byte[] car) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return Hostile.read(() -> CarConversion.toV1(new ByteArrayInputStream(car), out))
        .map(converted -> out.toByteArray());
  }

  private static Optional<byte[]> index(byte[] car, IndexFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return Hostile.read(() ->
            CarConversion.index(new ByteArrayInputStream(car), format, Channels.newChannel(out)))
        .map(length -> out.toByteArray());
  }

  private interface Conversion {
    void convert(FileChannel out) throws IOException;
  }

  private static byte[] v2(Conversion conversion) throws IOException {
    Path target = folder.resolve("v2.car");
    try (FileChannel out =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      conversion.convert(out);
    }
    return Files.readAllBytes(target);
  }

  private static void requireSame(byte[] v2, byte[] v1) throws IOException {
    assertThat(v1(v2)).contains(v1);
    assertThat(CarVerifier.ofBlocks().verify(new ByteArrayInputStream(v2)).isValid()).isTrue();
  }

  /**
   * What is kept and what is dropped are all; joined with itself an archive has the same blocks.
   */
  @FuzzTest
  void selections(byte[] bytes) throws IOException {
    Path car = Files.write(folder.resolve("selected.car"), bytes);
    Optional<List<Cid>> all = Hostile.read(() -> WrittenCar.cids(bytes));
    Optional<List<Cid>> joined = written(out -> CarJoin.join(List.of(car, car), out));
    Set<Cid> chosen = new HashSet<>();
    all.ifPresent(
        cids -> cids.stream().filter(ArchiveToolsFuzzTest::isChosen).forEach(chosen::add));
    Optional<List<Cid>> kept = filtered(bytes, CarFilter.keeping(chosen));
    Optional<List<Cid>> dropped = filtered(bytes, CarFilter.dropping(chosen));
    if (all.isEmpty()) {
      assertThat(joined).isEmpty();
      return;
    }
    List<Cid> distinct = all.get().stream().distinct().toList();
    boolean rooted = !new CarReader(new ByteArrayInputStream(bytes)).roots().isEmpty();
    assertThat(joined).isEqualTo(rooted ? Optional.of(distinct) : Optional.empty());
    assertThat(kept.orElseThrow()).isEqualTo(distinct.stream().filter(chosen::contains).toList());
    assertThat(dropped.orElseThrow())
        .isEqualTo(distinct.stream().filter(cid -> !chosen.contains(cid)).toList());
  }

  private static boolean isChosen(Cid cid) {
    return (cid.bytes()[cid.length() - 1] & 1) == 0;
  }

  private interface Making {
    void write(OutputStream out) throws IOException;
  }

  private static Optional<List<Cid>> written(Making making) {
    return acceptable(() -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      making.write(out);
      return WrittenCar.cids(out.toByteArray());
    });
  }

  private static Optional<List<Cid>> filtered(byte[] car, CarFilter filter) {
    CarFilter rooted = filter.withRoots(List.of(Cid.sha256(Cid.RAW, new byte[0])));
    return written(out -> rooted.filter(new ByteArrayInputStream(car), out));
  }

  /** Whatever the bytes are, they are opened, cut and filtered, or refused. */
  @FuzzTest
  void files(byte[] bytes) throws IOException {
    Path car = Files.write(folder.resolve("some.car"), bytes);
    Hostile.read(() -> {
      try (CarFile file = CarFile.open(car)) {
        for (Cid root : file.roots()) {
          file.block(root);
        }
        return file.roots();
      }
    });
    acceptable(() -> parts(car, MOST));
    acceptable(() -> {
      List<Cid> roots = CarReader.unverified(new ByteArrayInputStream(bytes)).roots();
      return CarFilter.below(car, roots, new ByteArrayOutputStream());
    });
  }

  /** Blocks with true CIDs and any links: the parts hold each once, and joined they are all. */
  @FuzzTest
  void splitting(FuzzedDataProvider input) throws IOException {
    int most = input.consumeInt(300, 3000);
    Map<Cid, byte[]> blocks = HostileDag.from(input).blocks();
    if (blocks.isEmpty()) {
      return;
    }
    List<Cid> all = List.copyOf(blocks.keySet());
    Path car = Files.write(folder.resolve("whole.car"), WrittenCar.of(all.getLast(), blocks));
    Optional<List<Path>> parts = acceptable(() -> parts(car, most));
    if (parts.isPresent()) {
      List<Cid> held = new ArrayList<>();
      for (Path part : parts.get()) {
        assertThat(Files.size(part)).isLessThanOrEqualTo(most);
        held.addAll(WrittenCar.cids(Files.readAllBytes(part)));
      }
      assertThat(held).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      CarJoin.join(parts.get(), joined);
      assertThat(new HashSet<>(WrittenCar.cids(joined.toByteArray()))).isEqualTo(Set.copyOf(all));
    }
  }

  private static List<Path> parts(Path car, long most) throws IOException {
    List<Path> parts = new ArrayList<>();
    try (CarSplit split = CarSplit.open(car, most)) {
      for (CarSplit.Part part : split.parts()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        split.write(part, out, bytes -> {});
        assertThat(WrittenCar.cids(out.toByteArray())).containsAnyElementsOf(part.roots());
        parts.add(Files.write(folder.resolve(part.number() + ".part"), out.toByteArray()));
      }
    }
    return parts;
  }

  /** Some archives cannot be cut so small, or have nothing below their roots; both is said. */
  private static <T> Optional<T> acceptable(Hostile.Reading<T> reading) {
    try {
      return Hostile.read(reading);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
      return Optional.empty();
    }
  }
}
