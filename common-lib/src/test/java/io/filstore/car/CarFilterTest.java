package io.filstore.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarFilterTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final byte[] WORLD = "world".getBytes(UTF_8);
  private static final Cid HELLO_CID = Cid.sha256(Cid.RAW, HELLO);
  private static final Cid WORLD_CID = Cid.sha256(Cid.RAW, WORLD);

  @TempDir Path folder;

  @Test
  void keepsAndDropsWhatIsListed() throws IOException {
    byte[] car =
        new Archive(HELLO_CID, WORLD_CID)
            .section(HELLO_CID, HELLO)
            .raw("other")
            .section(HELLO_CID, HELLO)
            .section(WORLD_CID, WORLD)
            .toBytes();
    byte[] one = new Archive(HELLO_CID).section(HELLO_CID, HELLO).toBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(CarFilter.keeping(Set.of(HELLO_CID)).filter(in(car), out))
        .isEqualTo(new CarFilter.Filtered(List.of(HELLO_CID), List.of(), 1, 3, one.length));
    assertThat(out.toByteArray()).isEqualTo(one);
    out.reset();
    CarFilter.Filtered dropped = CarFilter.dropping(Set.of(WORLD_CID)).filter(in(car), out);
    assertThat(dropped.roots()).containsExactly(HELLO_CID);
    assertThat(out.toByteArray())
        .isEqualTo(new Archive(HELLO_CID).section(HELLO_CID, HELLO).raw("other").toBytes());
  }

  @Test
  void needsARoot() throws IOException {
    byte[] car =
        new Archive(HELLO_CID).section(HELLO_CID, HELLO).section(WORLD_CID, WORLD).toBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarFilter worldOnly = CarFilter.dropping(Set.of(HELLO_CID));
    assertThatThrownBy(() -> worldOnly.filter(in(car), out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 roots");
    assertThat(out.size()).isZero();
    assertThat(worldOnly.withRoots(List.of(WORLD_CID, HELLO_CID)).filter(in(car), out).missing())
        .containsExactly(HELLO_CID);
    assertThatThrownBy(() -> worldOnly.withRoots(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void verifiesWhatItKeeps() throws IOException {
    byte[] car =
        new Archive(HELLO_CID).section(HELLO_CID, HELLO).section(WORLD_CID, HELLO).toBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(CarFilter.keeping(Set.of(HELLO_CID)).filter(in(car), out).blocks()).isEqualTo(1);
    assertThatThrownBy(() -> CarFilter.dropping(Set.of()).filter(in(car), out))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void keepsWhatLiesBelowARoot() throws IOException {
    byte[] inner = directory(new PbLink(HELLO_CID, "a", 5), new PbLink(WORLD_CID, "b", 5));
    Cid innerCid = Cid.sha256(Cid.DAG_PB, inner);
    byte[] outer = directory(new PbLink(innerCid, "inner", 5));
    Cid outerCid = Cid.sha256(Cid.DAG_PB, outer);
    byte[] car =
        new Archive(outerCid)
            .section(outerCid, outer)
            .raw("stray")
            .section(HELLO_CID, HELLO)
            .section(innerCid, inner)
            .toBytes();
    Path file = Files.write(folder.resolve("a.car"), car);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarFilter.Filtered filtered = CarFilter.below(file, List.of(innerCid), out);
    assertThat(filtered.missing()).containsExactly(WORLD_CID);
    assertThat(filtered.blocks()).isEqualTo(2);
    assertThat(filtered.leftOut()).isEqualTo(2);
    assertThat(out.toByteArray())
        .isEqualTo(
            new Archive(innerCid).section(HELLO_CID, HELLO).section(innerCid, inner).toBytes());
    assertThatThrownBy(() -> CarFilter.below(file, List.of(WORLD_CID), out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWholeDagIsTheWholeArchive() throws IOException {
    Path car = Fixtures.path("formats/car/v2-mh-index.car");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarFilter.below(car, new CarReader(Files.newInputStream(car)).roots(), out);
    assertThat(out.toByteArray()).isEqualTo(Fixtures.bytes("formats/car/v1-dir.car"));
  }

  @Test
  void joinsWithoutRepeating() throws IOException {
    Path first =
        write("1.car", new Archive(HELLO_CID).section(HELLO_CID, HELLO).raw("x").toBytes());
    Path second =
        write(
            "2.car",
            new Archive(WORLD_CID, HELLO_CID)
                .section(WORLD_CID, WORLD)
                .section(HELLO_CID, HELLO)
                .toV2(IndexFormat.SORTED, IndexOrder.Identity.LEFT_OUT));
    byte[] expected =
        new Archive(HELLO_CID, WORLD_CID)
            .section(HELLO_CID, HELLO)
            .raw("x")
            .section(WORLD_CID, WORLD)
            .toBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(CarJoin.join(List.of(first, second), out))
        .isEqualTo(
            new CarJoin.Joined(List.of(HELLO_CID, WORLD_CID), List.of(), 3, 1, expected.length));
    assertThat(out.toByteArray()).isEqualTo(expected);
    out.reset();
    Cid absent = Cid.sha256(Cid.RAW, "absent".getBytes(UTF_8));
    assertThat(CarJoin.join(List.of(first), List.of(absent), out).missing())
        .containsExactly(absent);
  }

  @Test
  void saysWhichFileIsDamaged() throws IOException {
    Path good = write("good.car", new Archive(HELLO_CID).section(HELLO_CID, HELLO).toBytes());
    Path bad = write("bad.car", new Archive(HELLO_CID).section(HELLO_CID, WORLD).toBytes());
    assertThatThrownBy(() -> CarJoin.join(List.of(good, bad), new ByteArrayOutputStream()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("bad.car");
    assertThatThrownBy(() -> CarJoin.join(List.of(), new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What is kept and what is dropped of the same list are together the archive again. */
  @Test
  void twoHalvesJoinedAreTheWhole() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      byte[] car = Archive.random(random, 100).toBytes();
      Set<Cid> all = cids(car);
      Set<Cid> some = new HashSet<>(all);
      some.removeIf(cid -> random.nextBoolean());
      List<Cid> roots = new CarReader(in(car)).roots();
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      CarFilter.keeping(some).withRoots(roots).filter(in(car), kept);
      ByteArrayOutputStream dropped = new ByteArrayOutputStream();
      CarFilter.dropping(some).withRoots(roots).filter(in(car), dropped);
      Path one = write(seed + "-kept.car", kept.toByteArray());
      Path two = write(seed + "-dropped.car", dropped.toByteArray());
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      assertThat(CarJoin.join(List.of(one, two), joined).repeated()).isZero();
      assertThat(cids(kept.toByteArray())).isEqualTo(some);
      assertThat(cids(joined.toByteArray())).isEqualTo(all);
    }
  }

  private static Set<Cid> cids(byte[] car) throws IOException {
    CarReader reader = new CarReader(in(car));
    List<Cid> cids = new ArrayList<>();
    for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
      cids.add(section.cid());
    }
    return new HashSet<>(cids);
  }

  private Path write(String name, byte[] car) throws IOException {
    return Files.write(folder.resolve(name), car);
  }

  private static byte[] directory(PbLink... links) {
    return DagPb.encode(new PbNode(Arrays.asList(links), UnixFsData.directory().encode()));
  }

  private static ByteArrayInputStream in(byte[] car) {
    return new ByteArrayInputStream(car);
  }
}
