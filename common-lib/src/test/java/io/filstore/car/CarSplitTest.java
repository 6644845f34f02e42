package io.filstore.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.UnixFsData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarSplitTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void partsAreValidAndHoldEveryBlockOnce(long seed) throws IOException {
    byte[] car = Archive.random(new Random(seed), 200).toBytes();
    List<byte[]> parts = split(car, 4096);
    assertThat(parts).hasSizeGreaterThan(5);
    List<Cid> found = new ArrayList<>();
    for (byte[] part : parts) {
      CarVerification verified = CarVerifier.ofLinks().verify(new ByteArrayInputStream(part));
      assertThat(verified.problems()).isEmpty();
      assertThat(verified.missing()).isEmpty();
      assertThat(part.length).isLessThanOrEqualTo(4096);
      found.addAll(cids(part));
    }
    assertThat(found).doesNotHaveDuplicates();
    assertThat(new HashSet<>(found)).isEqualTo(new HashSet<>(cids(car)));
    assertThat(new CarReader(new ByteArrayInputStream(parts.getLast())).roots())
        .isEqualTo(new CarReader(new ByteArrayInputStream(car)).roots());
  }

  @Test
  void oneIsEnoughWhereEverythingFits() throws IOException {
    byte[] leaf = {1, 2, 3};
    Cid leafCid = Cid.sha256(Cid.RAW, leaf);
    byte[] top = directory(new PbLink(leafCid, "a", 3));
    Cid topCid = Cid.sha256(Cid.DAG_PB, top);
    byte[] car = new Archive(topCid).section(topCid, top).section(leafCid, leaf).toBytes();
    byte[] sorted = new Archive(topCid).section(leafCid, leaf).section(topCid, top).toBytes();
    assertThat(split(car, car.length)).containsExactly(sorted);
  }

  /** The trees of b and c are whole in a part each; what joins them comes last. */
  @Test
  void cutsBetweenTreesAndPutsTheirTopLast() throws IOException {
    byte[] one = block(1);
    byte[] two = block(2);
    byte[] three = block(3);
    byte[] b = directory(new PbLink(raw(one), "1", 1000), new PbLink(raw(two), "2", 1000));
    byte[] c = directory(new PbLink(raw(three), "3", 1000), new PbLink(raw(one), "1", 1000));
    byte[] top = directory(new PbLink(pb(b), "b", 2000), new PbLink(pb(c), "c", 2000));
    byte[] stray = block(9);
    byte[] car =
        new Archive(pb(top))
            .section(pb(top), top)
            .section(raw(stray), stray)
            .section(pb(c), c)
            .section(raw(three), three)
            .section(pb(b), b)
            .section(raw(two), two)
            .section(raw(one), one)
            .section(raw(one), one)
            .toBytes();
    assertThat(split(car, 2420))
        .containsExactly(
            new Archive(pb(b))
                .section(raw(one), one)
                .section(raw(two), two)
                .section(pb(b), b)
                .toBytes(),
            new Archive(pb(top))
                .section(raw(three), three)
                .section(raw(stray), stray)
                .section(pb(c), c)
                .section(pb(top), top)
                .toBytes());
  }

  @Test
  void whatTheArchiveLacksIsCounted() throws IOException {
    byte[] there = block(1);
    byte[] top = directory(new PbLink(raw(there), "1", 1000), new PbLink(raw(block(2)), "2", 1000));
    Path car =
        Files.write(
            folder.resolve("a.car"),
            new Archive(pb(top)).section(pb(top), top).section(raw(there), there).toBytes());
    try (CarSplit split = CarSplit.open(car, 1200)) {
      assertThat(split.missing()).isEqualTo(1);
      assertThat(split.parts())
          .extracting(CarSplit.Part::roots)
          .containsExactly(List.of(raw(there)), List.of(pb(top)));
    }
  }

  @Test
  void refusesBlocksThatFitNowhereAndArchivesWithoutAny() throws IOException {
    byte[] car = new Archive(raw(block(1))).section(raw(block(1)), block(1)).toBytes();
    assertThatThrownBy(() -> split(car, 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000 bytes")
        .hasMessageContaining(raw(block(1)).toString());
    byte[] small = {1};
    byte[] later =
        new Archive(raw(small))
            .section(raw(small), small)
            .section(raw(block(1)), block(1))
            .toBytes();
    assertThatThrownBy(() -> split(later, 1000)).isInstanceOf(IllegalArgumentException.class);
    byte[] empty = new Archive(raw(block(1))).toBytes();
    assertThatThrownBy(() -> split(empty, 1000)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void damageIsNotPassedOn() throws IOException {
    byte[] car =
        new Archive(raw(block(1)))
            .section(raw(block(1)), block(1))
            .section(raw(block(2)), block(3))
            .toBytes();
    assertThatThrownBy(() -> split(car, 2000))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(raw(block(2)).toString());
  }

  private List<byte[]> split(byte[] car, long most) throws IOException {
    Path file = Files.write(folder.resolve("whole.car"), car);
    List<byte[]> parts = new ArrayList<>();
    try (CarSplit split = CarSplit.open(file, most)) {
      for (CarSplit.Part part : split.parts()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicLong told = new AtomicLong();
        CarWriter written = split.write(part, out, told::addAndGet);
        assertThat(written.blocks()).isEqualTo(part.blocks());
        assertThat((long) out.size()).isEqualTo(part.size()).isEqualTo(told.get());
        parts.add(out.toByteArray());
      }
    }
    return parts;
  }

  private static List<Cid> cids(byte[] car) throws IOException {
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    List<Cid> cids = new ArrayList<>();
    for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
      cids.add(section.cid());
    }
    return cids;
  }

  private static byte[] block(int seed) {
    return "%01000d".formatted(seed).getBytes(UTF_8);
  }

  private static Cid raw(byte[] block) {
    return Cid.sha256(Cid.RAW, block);
  }

  private static Cid pb(byte[] block) {
    return Cid.sha256(Cid.DAG_PB, block);
  }

  private static byte[] directory(PbLink... links) {
    return DagPb.encode(new PbNode(List.of(links), UnixFsData.directory().encode()));
  }
}
