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
import io.filstore.car.CarWriter;
import io.filstore.car.IndexFormat;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    Hostile.read(() ->
        CarConversion.index(
            new ByteArrayInputStream(bytes),
            IndexFormat.SORTED,
            Channels.newChannel(new ByteArrayOutputStream())));
    if (first.isEmpty()) {
      return;
    }
    assertThat(inspection).isPresent();
    byte[] v2 = v2(bytes);
    assertThat(v1(v2)).contains(first.get());
    assertThat(CarVerifier.ofBlocks().verify(new ByteArrayInputStream(v2)).isValid()).isTrue();
  }

  private static Optional<byte[]> v1(byte[] car) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return Hostile.read(() -> CarConversion.toV1(new ByteArrayInputStream(car), out))
        .map(converted -> out.toByteArray());
  }

  private static byte[] v2(byte[] car) throws IOException {
    Path target = folder.resolve("v2.car");
    try (FileChannel out =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      CarConversion.toV2(new ByteArrayInputStream(car), out, IndexFormat.MULTIHASH_SORTED);
    }
    return Files.readAllBytes(target);
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
    Path car = Files.write(folder.resolve("whole.car"), archive(all.getLast(), blocks));
    Optional<List<Path>> parts = acceptable(() -> parts(car, most));
    if (parts.isPresent()) {
      List<Cid> held = new ArrayList<>();
      for (Path part : parts.get()) {
        assertThat(Files.size(part)).isLessThanOrEqualTo(most);
        held.addAll(cids(Files.readAllBytes(part)));
      }
      assertThat(held).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      CarJoin.join(parts.get(), joined);
      assertThat(new HashSet<>(cids(joined.toByteArray()))).isEqualTo(Set.copyOf(all));
    }
  }

  private static byte[] archive(Cid root, Map<Cid, byte[]> blocks) throws IOException {
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(car, root);
    for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
      writer.block(block.getKey(), block.getValue(), 0, block.getValue().length);
    }
    return car.toByteArray();
  }

  private static List<Path> parts(Path car, long most) throws IOException {
    List<Path> parts = new ArrayList<>();
    try (CarSplit split = CarSplit.open(car, most)) {
      for (CarSplit.Part part : split.parts()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        split.write(part, out);
        assertThat(cids(out.toByteArray())).containsAnyElementsOf(part.roots());
        parts.add(Files.write(folder.resolve(part.number() + ".part"), out.toByteArray()));
      }
    }
    return parts;
  }

  private static List<Cid> cids(byte[] car) throws IOException {
    List<Cid> cids = new ArrayList<>();
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      cids.add(head.cid());
    }
    return cids;
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
