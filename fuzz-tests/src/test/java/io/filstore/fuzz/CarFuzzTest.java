package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.car.CarIndex;
import io.filstore.car.CarReader;
import io.filstore.car.CarVerification;
import io.filstore.car.CarVerifier;
import io.filstore.car.Finding;
import io.filstore.car.IndexedCar;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class CarFuzzTest {
  @TempDir static Path folder = Path.of("");

  /** Either version: the one inside a CARv2 is read in the same way. */
  @FuzzTest
  void version1(byte[] bytes) {
    Optional<List<CarReader.Section>> loose =
        Hostile.read(() -> sections(CarReader.unverified(new ByteArrayInputStream(bytes))));
    Optional<List<CarReader.Section>> strict =
        Hostile.read(() -> sections(new CarReader(new ByteArrayInputStream(bytes))));
    assertThat(loose.isPresent() || strict.isEmpty()).isTrue();
    loose.ifPresent(sections -> sections.forEach(section -> standsThere(section, payload(bytes))));
  }

  private static byte[] payload(byte[] car) {
    try {
      CarReader reader = CarReader.unverified(new ByteArrayInputStream(car));
      return Arrays.copyOfRange(car, (int) reader.payloadStart(), car.length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A report comes of every input, and what a reader takes in is not refused without a reason. */
  @FuzzTest
  void verification(byte[] bytes) throws IOException {
    CarVerification blocks = CarVerifier.ofBlocks().verify(new ByteArrayInputStream(bytes));
    CarVerification links =
        CarVerifier.ofLinks().withThreads(1).verify(new ByteArrayInputStream(bytes));
    assertThat(links.problems()).containsAll(blocks.problems());
    if (blocks.isValid()) {
      assertThat(Hostile.read(() -> sections(new CarReader(new ByteArrayInputStream(bytes)))))
          .isPresent();
    }
  }

  /** What passes as valid is there and consists of files that can be read. */
  @FuzzTest
  void verifiedTree(FuzzedDataProvider input) throws IOException {
    DamagedTree tree = DamagedTree.from(input);
    CarVerification found =
        CarVerifier.ofLinks()
            .verify(new ByteArrayInputStream(WrittenCar.of(tree.root(), tree.blocks())));
    boolean passed =
        found.isValid() && found.isComplete() && !found.has(Finding.Code.BLOCK_UNREADABLE);
    assertThat(passed || !tree.isWhole()).isTrue();
    if (passed) {
      UnixFsReader reader = new UnixFsReader(tree.blocks()::get);
      reader.walk(tree.root(), (cid, block, offset, length) -> readIfFile(reader, cid));
    }
  }

  private static void readIfFile(UnixFsReader reader, Cid cid) throws IOException {
    boolean isFile =
        Hostile.read(() -> reader.stat(cid))
            .filter(stat -> stat.kind() == UnixFsStat.Kind.FILE)
            .isPresent();
    if (isFile) {
      reader.write(cid, OutputStream.nullOutputStream());
    }
  }

  private static List<CarReader.Section> sections(CarReader reader) throws IOException {
    List<CarReader.Section> sections = new ArrayList<>();
    for (CarReader.Section section = reader.nextSection();
        section != null;
        section = reader.nextSection()) {
      sections.add(section);
    }
    return sections;
  }

  private static void standsThere(CarReader.Section section, byte[] car) {
    try {
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      Varint.write(section.cid().length() + (long) section.data().length, written);
      written.write(section.cid().bytes());
      assertThat((long) written.size()).isEqualTo(section.dataOffset() - section.sectionOffset());
      written.write(section.data());
      int start = (int) section.sectionOffset();
      assertThat(Arrays.copyOfRange(car, start, start + written.size()))
          .isEqualTo(written.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An index that lies leads to an exception or to a block that its caller will not verify. */
  @FuzzTest
  void sidecarIndex(byte[] bytes) throws IOException {
    Path car = Files.write(folder.resolve("some.car"), new byte[200]);
    Path index = Files.write(folder.resolve("some.idx"), bytes);
    byte[] firstKey = Arrays.copyOfRange(Arrays.copyOf(bytes, 48), 16, 48);
    Multihash hash = Multihash.of(Multihash.SHA2_256, firstKey);
    Hostile.read(() -> {
      try (CarIndex opened = CarIndex.open(index)) {
        return opened.find(hash);
      }
    });
    Hostile.read(() -> {
      try (IndexedCar indexed = IndexedCar.open(car, index)) {
        byte[] block = indexed.block(Cid.v1(Cid.RAW, hash));
        return block == null ? 0 : block.length;
      }
    });
  }
}
