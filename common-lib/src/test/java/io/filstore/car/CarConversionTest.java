package io.filstore.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CarConversionTest {
  private static final byte[] HELLO = "hello world".getBytes(UTF_8);
  private static final Cid HELLO_CID = Cid.sha256(Cid.RAW, HELLO);

  @TempDir Path folder;

  /** A whole CARv2 as the specification draws it, with go-car's layout of the index. */
  @Test
  void writesAHeaderAndAnIndexToTheByte() throws IOException {
    byte[] v1 = new Archive(HELLO_CID).section(HELLO_CID, HELLO).toBytes();
    byte[] v2 = wrap(v1, IndexFormat.MULTIHASH_SORTED);
    assertThat(Arrays.copyOf(v2, 51))
        .asHexString()
        .isEqualToIgnoringCase(
            "0aa16776657273696f6e02"
                + "00000000000000000000000000000000"
                + "33000000000000006b000000000000009e00000000000000");
    assertThat(Arrays.copyOfRange(v2, 51 + v1.length, v2.length))
        .asHexString()
        .isEqualToIgnoringCase(
            "8108"
                + "01000000"
                + "1200000000000000"
                + "01000000"
                + "28000000"
                + "2800000000000000"
                + "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
                + "3b00000000000000");
    byte[] sorted = wrap(v1, IndexFormat.SORTED);
    assertThat(Arrays.copyOfRange(sorted, 51 + v1.length, 51 + v1.length + 10))
        .asHexString()
        .isEqualToIgnoringCase("80080100000028000000");
  }

  @ParameterizedTest
  @CsvSource({
    "v1-dir,v2-mh-index,MULTIHASH_SORTED",
    "v1-dir,v2-index-sorted,SORTED",
    "v1-duplicate-block,v2-duplicate-indexed,MULTIHASH_SORTED"
  })
  void makesTheSharedArchives(String from, String to, IndexFormat format) throws IOException {
    byte[] v1 = Fixtures.bytes("formats/car/" + from + ".car");
    byte[] v2 = Fixtures.bytes("formats/car/" + to + ".car");
    assertThat(wrap(v1, format)).isEqualTo(v2);
    assertThat(wrap(v2, format)).isEqualTo(v2);
    assertThat(unwrap(v2)).isEqualTo(v1);
  }

  @ParameterizedTest
  @EnumSource(IndexFormat.class)
  void goesThereAndBack(IndexFormat format) throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      byte[] v1 = Archive.random(new Random(seed), 200).bytes(new int[seed]).toBytes();
      byte[] v2 = wrap(v1, format);
      assertThat(unwrap(v2)).isEqualTo(v1);
      assertThat(CarVerifier.ofBlocks().verify(new ByteArrayInputStream(v2)).problems()).isEmpty();
      CarV2Header header = new CarReader(new ByteArrayInputStream(v2)).v2().orElseThrow();
      ByteArrayOutputStream index = new ByteArrayOutputStream();
      long length =
          CarConversion.index(new ByteArrayInputStream(v1), format, Channels.newChannel(index));
      assertThat(index.toByteArray())
          .hasSize((int) length)
          .isEqualTo(Arrays.copyOfRange(v2, (int) header.indexOffset(), v2.length));
    }
  }

  @Test
  void doesWithoutAnIndex() throws IOException {
    byte[] v1 = new Archive(HELLO_CID).section(HELLO_CID, HELLO).toBytes();
    Path file = folder.resolve("plain.car");
    try (FileChannel out = create(file)) {
      assertThat(CarConversion.toV2WithoutIndex(new ByteArrayInputStream(v1), out))
          .isEqualTo(new CarConversion.Converted(1, v1.length, 0));
    }
    assertThat(CarVerifier.ofBlocks().verify(file).problems()).isEmpty();
    assertThat(unwrap(Files.readAllBytes(file))).isEqualTo(v1);
  }

  @Test
  void refusesABlockThatDoesNotMatch() throws IOException {
    byte[] v1 = new Archive(HELLO_CID).section(HELLO_CID, "hello".getBytes(UTF_8)).toBytes();
    assertThatThrownBy(() -> unwrap(v1)).isInstanceOf(FormatException.class);
  }

  /** What the writer of a stream knows at its end is enough for a CARv2 around it. */
  @Test
  void theWritersOwnIndexIsThatOfTheFile() throws IOException {
    ByteArrayOutputStream v1 = new ByteArrayOutputStream();
    CarWriter car = new CarWriter(v1, HELLO_CID);
    car.block(HELLO_CID, HELLO, 0, HELLO.length);
    car.block(Cid.sha256(Cid.RAW, new byte[5]), new byte[5], 0, 5);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(CarV2Header.of(car.position()).withIndex().encode());
    v1.writeTo(out);
    car.writeIndex(IndexFormat.MULTIHASH_SORTED, Channels.newChannel(out));
    assertThat(out.toByteArray()).isEqualTo(wrap(v1.toByteArray(), IndexFormat.MULTIHASH_SORTED));
  }

  private byte[] wrap(byte[] car, IndexFormat format) throws IOException {
    Path file = Files.createTempDirectory(folder, "wrap").resolve("out.car");
    try (FileChannel out = create(file)) {
      CarConversion.toV2(new ByteArrayInputStream(car), out, format);
    }
    return Files.readAllBytes(file);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static byte[] unwrap(byte[] car) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarConversion.toV1(new ByteArrayInputStream(car), out);
    return out.toByteArray();
  }
}
