package io.filstore.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.unixfs.StoredBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarTest {
  private static final byte[] HELLO = "hello world".getBytes(UTF_8);
  private static final Cid HELLO_CID = Cid.sha256(Cid.RAW, HELLO);
  private static final String HELLO_CAR =
      "3aa265726f6f747381d82a58250001551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7"
          + "ace2efcde96776657273696f6e01"
          + "2f01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
          + "68656c6c6f20776f726c64";

  @TempDir Path folder;

  @Test
  void writesHeaderAndSection() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter car = new CarWriter(out, HELLO_CID);
    assertThat(car.position()).isEqualTo(59);
    assertThat(car.block(HELLO_CID, HELLO, 0, HELLO.length)).isEqualTo(59);
    assertThat(out.toByteArray()).asHexString().isEqualToIgnoringCase(HELLO_CAR);
    assertThat(car.position()).isEqualTo(out.size());
  }

  @Test
  void writesABlockOnceAndTellsWhereItIs() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter car = new CarWriter(out, HELLO_CID);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 1000; i++) {
        byte[] block = ("block " + i).getBytes(UTF_8);
        car.block(Cid.sha256(Cid.RAW, block), block, 0, block.length);
      }
    }
    byte[] pb = "block 5".getBytes(UTF_8);
    car.block(Cid.sha256(Cid.DAG_PB, pb), pb, 0, pb.length);
    assertThat(car.blocks()).isEqualTo(1001);
    CarVerification verification = verify(out.toByteArray());
    assertThat(verification.blocks()).isEqualTo(1001);
    assertThat(verification.warnings())
        .extracting(Finding::code)
        .containsExactly(Finding.Code.ROOT_MISSING);
  }

  @Test
  void patchesTheRootInPlace() throws IOException {
    Path file = folder.resolve("a.car");
    try (var out = Files.newOutputStream(file)) {
      new CarWriter(out, CarWriter.PLACEHOLDER_ROOT).block(HELLO_CID, HELLO, 0, HELLO.length);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      CarWriter.patchRoot(channel, HELLO_CID);
      assertThat(Files.readAllBytes(file)).asHexString().isEqualToIgnoringCase(HELLO_CAR);
      assertThatThrownBy(() -> CarWriter.patchRoot(channel, HELLO_CID))
          .hasMessageContaining("placeholder");
      Cid v0 = Cid.v0(HELLO_CID.multihash());
      assertThatThrownBy(() -> CarWriter.patchRoot(channel, v0))
          .hasMessageContaining("header of 57 bytes");
    }
  }

  @Test
  void refusesABlockThatReadersWouldRefuse() throws IOException {
    CarWriter car = new CarWriter(new ByteArrayOutputStream(), HELLO_CID);
    byte[] large = new byte[8 << 20];
    assertThatThrownBy(() -> car.block(HELLO_CID, large, 0, large.length))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "00", // header of no bytes
        "ffffffffffffffff7f", // header of 2^63-1 bytes
        "81808001a0", // 2 MiB header
        "01a0", // no version
        "0aa16776657273696f6e02", // CARv2 pragma and nothing else
        "0aa16776657273696f6e01", // no roots
        "11a265726f6f7473806776657273696f6e02",
        "11a265726f6f7473a06776657273696f6e01", // roots is a map
        "11a265726f6f7473806776657273696f6e0180", // cut section length
        "11a265726f6f7473806776657273696f6e018100", // length not minimal
        "11a265726f6f7473806776657273696f6e018180800400", // 8 MiB + 1
        "11a265726f6f7473806776657273696f6e010501550000", // cut section
        "11a265726f6f7473806776657273696f6e010201", // no CID
        "11a265726f6f7473806776657273696f6e010501550001aa00", // zeros, then data is missing
        "11a265726f6f7473806776657273696f6e01000001", // data after padding
        "11a265726f6f7473806776657273696f6e01050155000100" // identity differs from the block
      })
  void refusesWhatIsNoCar(String hex) throws IOException {
    byte[] car = HexFormat.of().parseHex(hex);
    assertThat(verify(car).isValid()).isFalse();
    assertThatThrownBy(() -> readAll(car)).isInstanceOf(FormatException.class);
  }

  @Test
  void refusesAFlippedBitAnywhereInABlock() throws IOException {
    int codec = 61; // Another codec with the same hash is another valid CID.
    for (int at = 59; at < HELLO_CAR.length() / 2; at++) {
      if (at == codec) {
        continue;
      }
      byte[] car = HexFormat.of().parseHex(HELLO_CAR);
      car[at] ^= 1;
      assertThat(verify(car).isValid()).as("byte " + at).isFalse();
    }
  }

  @Test
  void mutatedArchivesAreReadOrRefused() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] car = HexFormat.of().parseHex(HELLO_CAR);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        car[random.nextInt(car.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(car, car.length - random.nextInt(2) * random.nextInt(car.length));
      assertThat(verify(cut).blocks()).isLessThan(8);
    }
  }

  @Test
  void findsEveryBlockThroughTheIndex() throws IOException {
    Path file = folder.resolve("a.car");
    Path index = folder.resolve("a.idx");
    int blocks = 3000;
    Random random = new Random(1);
    try (var out = Files.newOutputStream(file)) {
      CarWriter car = new CarWriter(out, HELLO_CID);
      for (int i = 0; i < blocks; i++) {
        byte[] block = new byte[random.nextInt(300)];
        random.nextBytes(block);
        car.block(Cid.sha256(i % 2 == 0 ? Cid.RAW : Cid.DAG_PB, block), block, 0, block.length);
      }
      car.block(HELLO_CID, HELLO, 0, HELLO.length);
      Cid inline = Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, HELLO));
      car.block(inline, HELLO, 0, HELLO.length);
      car.writeIndex(index);
    }
    try (IndexedCar car = IndexedCar.open(file, index);
        var in = Files.newInputStream(file)) {
      CarReader reader = new CarReader(in);
      for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
        if (section.cid().multihash().code() == Multihash.SHA2_256) {
          assertThat(car.block(section.cid())).isEqualTo(section.data());
        }
      }
      assertThat(car.block(Cid.sha256(Cid.RAW, "absent".getBytes(UTF_8)))).isNull();
    }
    Path rebuilt = folder.resolve("b.idx");
    try (var in = Files.newInputStream(file)) {
      CarIndex.build(in, rebuilt);
    }
    assertThat(rebuilt).hasSameBinaryContentAs(index);
    try (CarIndex opened = CarIndex.open(index)) {
      CarIndex.Location location = opened.find(HELLO_CID.multihash()).orElseThrow();
      assertThat(location.blockLength()).isEqualTo(HELLO.length);
      assertThat(location.headLength()).isEqualTo(37);
    }
  }

  /** A large block is verified and written where it lies. */
  @Test
  void readsALargeBlockFromItsFile() throws IOException {
    byte[] large = new byte[200_000];
    new Random(9).nextBytes(large);
    Cid cid = Cid.sha256(Cid.RAW, large);
    Path file = folder.resolve("large.car");
    Path index = folder.resolve("large.idx");
    try (OutputStream out = Files.newOutputStream(file)) {
      CarWriter car = new CarWriter(out, cid);
      car.block(cid, large, 0, large.length);
      car.writeIndex(index);
    }
    try (IndexedCar car = IndexedCar.open(file, index)) {
      StoredBlock block = Objects.requireNonNull(car.stored(cid));
      assertThat(block.length()).isEqualTo(large.length);
      assertThat(block.bytes()).isEqualTo(large);
      assertThat(block.verifies(cid.multihash())).isTrue();
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      block.write(70_001, 120_000, part);
      assertThat(part.toByteArray()).isEqualTo(Arrays.copyOfRange(large, 70_001, 190_001));
      assertThatIllegalArgumentException().isThrownBy(() -> block.write(1, large.length, part));
    }
    try (FileChannel damaged = FileChannel.open(file, StandardOpenOption.WRITE)) {
      damaged.write(ByteBuffer.wrap(new byte[] {(byte) ~large[150_000]}), damaged.size() - 50_000);
    }
    try (IndexedCar car = IndexedCar.open(file, index)) {
      StoredBlock block = Objects.requireNonNull(car.stored(cid));
      assertThat(block.verifies(cid.multihash())).isFalse();
    }
    try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
      cut.truncate(cut.size() - 1);
    }
    try (IndexedCar car = IndexedCar.open(file, index)) {
      StoredBlock block = Objects.requireNonNull(car.stored(cid));
      assertThatThrownBy(() -> block.verifies(cid.multihash())).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void refusesAnIndexThatIsNotWhole() throws IOException {
    Path index = folder.resolve("a.idx");
    CarWriter car = new CarWriter(new ByteArrayOutputStream(), HELLO_CID);
    car.block(HELLO_CID, HELLO, 0, HELLO.length);
    car.writeIndex(index);
    byte[] whole = Files.readAllBytes(index);
    for (int length = 0; length < whole.length; length++) {
      Path cut = folder.resolve("cut-" + length);
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> CarIndex.open(cut)).isInstanceOf(FormatException.class);
    }
  }

  private static void readAll(byte[] car) throws IOException {
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    while (reader.nextSection() != null) {
      assertThat(reader.padding()).isZero();
    }
  }

  private static CarVerification verify(byte[] car) throws IOException {
    return CarVerifier.ofBlocks().verify(new ByteArrayInputStream(car));
  }
}
