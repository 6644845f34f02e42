package io.filstore.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarFileTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final Cid HELLO_CID = Cid.sha256(Cid.RAW, HELLO);

  @TempDir Path folder;

  @Test
  void findsEveryBlockInEitherVersion() throws IOException {
    Archive archive = Archive.random(new Random(7), 500);
    byte[] v2 = archive.toV2(IndexFormat.SORTED, IndexOrder.Identity.LEFT_OUT);
    for (byte[] bytes : List.of(archive.toBytes(), v2)) {
      Path file = Files.write(folder.resolve("some.car"), bytes);
      CarReader reader = new CarReader(new ByteArrayInputStream(bytes));
      try (CarFile car = CarFile.open(file)) {
        assertThat(car.roots()).isEqualTo(reader.roots());
        for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
          assertThat(car.block(section.cid())).isEqualTo(section.data());
        }
      }
    }
  }

  @Test
  void findsByHashWhateverTheCodec() throws IOException {
    byte[] bytes = new Archive(HELLO_CID).section(HELLO_CID, HELLO).toBytes();
    try (CarFile car = CarFile.open(Files.write(folder.resolve("one.car"), bytes))) {
      assertThat(car.block(Cid.v0(HELLO_CID.multihash()))).isEqualTo(HELLO);
      assertThat(car.contains(HELLO_CID)).isTrue();
      assertThat(car.blockLength(HELLO_CID)).hasValue(5);
      assertThat(car.blockLength(Cid.sha256(Cid.RAW, new byte[0]))).isEmpty();
      assertThat(car.block(Cid.sha256(Cid.RAW, new byte[0]))).isNull();
      assertThat(car.contains(Cid.sha256(Cid.RAW, new byte[0]))).isFalse();
    }
  }

  @Test
  void opensNothingThatIsCutOff() throws IOException {
    byte[] bytes = new Archive(HELLO_CID).section(HELLO_CID, HELLO).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      if (length == 59) {
        continue; // A header without blocks is an archive.
      }
      Path cut = Files.write(folder.resolve("cut.car"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> CarFile.open(cut)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void headsAndBlocksMayBeReadInTurns() throws IOException {
    byte[] bytes = Archive.random(new Random(8), 400).toBytes();
    CarReader sections = new CarReader(new ByteArrayInputStream(bytes));
    CarReader heads = new CarReader(new ByteArrayInputStream(bytes));
    Random random = new Random(1);
    for (var section = sections.nextSection(); section != null; section = sections.nextSection()) {
      CarReader.Head head = heads.nextHead();
      assertThat(head)
          .isEqualTo(
              new CarReader.Head(
                  section.cid(),
                  section.sectionOffset(),
                  section.dataOffset(),
                  section.data().length));
      if (random.nextBoolean()) {
        assertThat(heads.block()).isEqualTo(section.data());
        assertThatThrownBy(heads::block).isInstanceOf(IllegalStateException.class);
      }
    }
    assertThat(heads.nextHead()).isNull();
  }

  @Test
  void inspects() throws IOException {
    Cid inline = Archive.identity(HELLO);
    Archive archive =
        new Archive(HELLO_CID, inline)
            .section(HELLO_CID, HELLO)
            .section(HELLO_CID, HELLO)
            .raw("a longer one");
    CarInspection inspection =
        CarInspector.inspect(new ByteArrayInputStream(archive.bytes(0, 0, 0).toBytes()));
    assertThat(inspection.version()).isEqualTo(1);
    assertThat(inspection.v2()).isEmpty();
    assertThat(inspection.absentRoots()).containsExactly(inline);
    assertThat(inspection.blocks()).isEqualTo(3);
    assertThat(inspection.blockLengths()).isEqualTo(new CarInspection.Lengths(5, 7, 12, 22));
    assertThat(inspection.cidLengths()).isEqualTo(new CarInspection.Lengths(36, 36, 36, 108));
    assertThat(inspection.codecs()).isEqualTo(Map.of(Cid.RAW, 3L));
    assertThat(inspection.hashes()).isEqualTo(Map.of(Multihash.SHA2_256, 3L));
    assertThat(inspection.padding()).isEqualTo(3);
  }

  @Test
  void inspectsTheSharedArchives() throws IOException {
    Path padded = Fixtures.path("formats/car/v2-padding.car");
    try (var in = Files.newInputStream(padded)) {
      CarInspection inspection = CarInspector.inspect(in);
      assertThat(inspection.version()).isEqualTo(2);
      assertThat(inspection.v2().orElseThrow().dataOffset()).isEqualTo(151);
      assertThat(inspection.blocks()).isEqualTo(5);
      assertThat(inspection.absentRoots()).isEmpty();
    }
  }
}
