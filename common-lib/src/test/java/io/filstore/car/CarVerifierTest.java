package io.filstore.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.Finding.Code;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.unixfs.UnixFsData;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarVerifierTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final byte[] WORLD = "world".getBytes(UTF_8);
  private static final Cid HELLO_CID = Cid.sha256(Cid.RAW, HELLO);
  private static final Cid WORLD_CID = Cid.sha256(Cid.RAW, WORLD);

  @Test
  void collectsSeveralProblemsInTheOrderOfTheFile() throws IOException {
    Archive archive = new Archive(HELLO_CID);
    int first = archive.size();
    archive.section(HELLO_CID, WORLD);
    int second = archive.size();
    archive.bytes(0x86, 0x00).bytes(1, 0x55, 0, 1, 'a', 'a');
    int third = archive.size();
    archive.bytes(2, 9, 9);
    int fourth = archive.size();
    archive.bytes(0, 0).section(WORLD_CID, HELLO);
    int fifth = archive.size();
    archive.section(Cid.v1(Cid.RAW, Multihash.of(0x22, new byte[8])), HELLO);
    int sixth = archive.size();
    archive.bytes(0x30, 1, 2, 3);
    CarVerification verification = verify(archive);
    assertThat(verification.problems())
        .extracting(Finding::code)
        .containsExactly(
            Code.HASH_MISMATCH,
            Code.SECTION_LENGTH,
            Code.CID_INVALID,
            Code.SECTION_EMPTY,
            Code.HASH_MISMATCH,
            Code.HASH_UNKNOWN,
            Code.TRUNCATED_SECTION);
    assertThat(verification.problems())
        .extracting(Finding::offset)
        .containsExactly(
            (long) first,
            (long) second,
            third + 1L,
            (long) fourth,
            fourth + 2L,
            (long) fifth,
            (long) sixth);
    assertThat(verification.problemCount()).isEqualTo(7);
    assertThat(verification.isValid()).isFalse();
    assertThat(verification.blocks()).isEqualTo(4);
  }

  @Test
  void goesOnAfterASectionThatIsTooLarge() throws IOException {
    CarVerifier small = CarVerifier.ofBlocks().withLimits(CarLimits.DEFAULT.withSection(100));
    Archive archive = new Archive(HELLO_CID).raw("x".repeat(500_000)).section(HELLO_CID, HELLO);
    CarVerification verification = small.verify(new ByteArrayInputStream(archive.toBytes()));
    assertThat(verification.problems())
        .extracting(Finding::code)
        .containsExactly(Code.SECTION_TOO_LARGE);
    assertThat(verification.warnings()).isEmpty();
    assertThat(verification.blocks()).isEqualTo(1);
  }

  @Test
  void readsLargerSectionsWhereThatIsAllowed() throws IOException {
    CarLimits limits = CarLimits.DEFAULT.withSection(32 << 20);
    byte[] block = new byte[20 << 20];
    Cid cid = Cid.sha256(Cid.RAW, block);
    byte[] car = new Archive(cid).section(cid, block).raw("after").toBytes();
    assertThat(
            CarVerifier.ofBlocks()
                .withLimits(limits)
                .verify(new ByteArrayInputStream(car))
                .isValid())
        .isTrue();
    assertThat(verify(car).problems())
        .extracting(Finding::code)
        .containsExactly(Code.SECTION_TOO_LARGE);
    CarReader reader = new CarReader(new ByteArrayInputStream(car), limits);
    assertThat(reader.nextSection()).isNotNull();
  }

  @Test
  void refusesMoreSectionsThanItMayRemember() throws IOException {
    CarVerifier few = CarVerifier.ofBlocks().withLimits(new CarLimits(1 << 20, 1 << 20, 2));
    Archive archive = new Archive(HELLO_CID).section(HELLO_CID, HELLO).raw("a").raw("b");
    assertThat(few.verify(new ByteArrayInputStream(archive.toBytes())).problems())
        .extracting(Finding::code)
        .containsExactly(Code.TOO_MANY_SECTIONS);
  }

  @Test
  void namesAThousandFindingsAndCountsAll() throws IOException {
    Archive archive = new Archive(HELLO_CID);
    for (int i = 0; i < 3000; i++) {
      archive.section(HELLO_CID, WORLD).bytes(1, 7);
    }
    CarVerification verification = verify(archive);
    assertThat(verification.problems()).hasSize(1000);
    assertThat(verification.problemCount()).isEqualTo(6000);
    assertThat(verification.warningCount()).isEqualTo(2999);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4095, 1 << 20})
  void reportsTheSameWhateverTheReadsAndThreads(int read) throws IOException {
    Random random = new Random(3);
    byte[] car =
        Archive.random(random, 2000)
            .toV2(IndexFormat.MULTIHASH_SORTED, IndexOrder.Identity.INDEXED);
    for (int i = 0; i < 50; i++) {
      car[51 + random.nextInt(car.length - 51)] ^= 1;
    }
    CarVerification expected = CarVerifier.ofLinks().withThreads(1).verify(in(car, 1 << 16));
    assertThat(expected.problems()).isNotEmpty();
    assertThat(CarVerifier.ofLinks().withThreads(3).verify(in(car, read))).isEqualTo(expected);
  }

  /** A stream that gives at most so many bytes at a time. */
  private static FilterInputStream in(byte[] bytes, int most) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, most));
      }
    };
  }

  @ParameterizedTest
  @EnumSource(IndexFormat.class)
  void findsNothingWrongWithItsOwnIndexes(IndexFormat format) throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Archive archive = Archive.random(new Random(seed), 300);
      for (IndexOrder.Identity identity : IndexOrder.Identity.values()) {
        CarVerification verification = verify(archive.toV2(format, identity));
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.version()).isEqualTo(2);
      }
    }
  }

  @Test
  void seesEveryChangeOfAnIndex() throws IOException {
    byte[] car =
        new Archive(HELLO_CID)
            .section(HELLO_CID, HELLO)
            .section(WORLD_CID, WORLD)
            .section(Archive.identity(HELLO), HELLO)
            .toV2(IndexFormat.MULTIHASH_SORTED, IndexOrder.Identity.INDEXED);
    int index = (int) Archive.littleEndian(car).getLong(43);
    for (int at = index; at < car.length; at++) {
      byte[] changed = car.clone();
      changed[at] ^= 1;
      assertThat(verify(changed).isValid()).as("byte " + at).isFalse();
    }
    for (int length = index + 1; length < car.length; length++) {
      assertThat(verify(Arrays.copyOf(car, length)).isValid()).as("length " + length).isFalse();
    }
    assertThat(verify(Arrays.copyOf(car, car.length + 1)).problems())
        .extracting(Finding::code)
        .containsExactly(Code.INDEX_TRAILING);
  }

  @Test
  void toleratesIdentityCidsInAnIndexThatNeedNotHaveThem() throws IOException {
    byte[] car =
        new Archive(HELLO_CID)
            .section(HELLO_CID, HELLO)
            .section(Archive.identity(HELLO), HELLO)
            .toV2(IndexFormat.MULTIHASH_SORTED, IndexOrder.Identity.INDEXED);
    car[11] = 0;
    assertThat(verify(car).problems()).isEmpty();
    assertThat(verify(car).warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {27, 35, 43})
  void refusesOffsetsWithTheTopBit(int field) throws IOException {
    byte[] car =
        new Archive(HELLO_CID)
            .section(HELLO_CID, HELLO)
            .toV2(IndexFormat.SORTED, IndexOrder.Identity.LEFT_OUT);
    car[field + 7] = (byte) 0x80;
    assertThat(verify(car).problems())
        .extracting(Finding::code)
        .containsAnyOf(Code.V2_DATA_BOUNDS, Code.V2_INDEX_BOUNDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {27, 35, 43})
  void refusesOffsetsBeyondTheEnd(int field) throws IOException {
    byte[] car =
        new Archive(HELLO_CID)
            .section(HELLO_CID, HELLO)
            .toV2(IndexFormat.SORTED, IndexOrder.Identity.LEFT_OUT);
    car[field + 2] = 1;
    assertThat(verify(car).isValid()).isFalse();
  }

  @Test
  void aCarV2HoldsACarV1() throws IOException {
    byte[] inner = new Archive(HELLO_CID).toV2(IndexFormat.SORTED, IndexOrder.Identity.LEFT_OUT);
    byte[] car = new byte[51 + inner.length];
    System.arraycopy(CarV2Header.of(inner.length).encode(), 0, car, 0, 51);
    System.arraycopy(inner, 0, car, 51, inner.length);
    assertThat(verify(car).problems())
        .extracting(Finding::code)
        .containsExactly(Code.HEADER_INVALID);
  }

  @Test
  void followsLinksAndNamesWhatIsMissingAndWhatIsUnreachable() throws IOException {
    byte[] file = file(List.of(HELLO_CID, WORLD_CID), 10, 5, 5);
    Cid root = Cid.sha256(Cid.DAG_PB, file);
    byte[] car =
        new Archive(root).section(HELLO_CID, HELLO).raw("stray").section(root, file).toBytes();
    CarVerification verification = links(car);
    assertThat(verification.isValid()).isTrue();
    assertThat(verification.isComplete()).isFalse();
    assertThat(verification.missing()).containsExactly(WORLD_CID);
    CarVerification.Reach reach = verification.reach().orElseThrow();
    assertThat(reach.reached()).isEqualTo(2);
    assertThat(reach.unreachable()).containsExactly(Cid.sha256(Cid.RAW, "stray".getBytes(UTF_8)));
    assertThat(verification.has(Code.DAG_INCOMPLETE)).isTrue();
  }

  @Test
  void followsLinksOutOfIdentityCids() throws IOException {
    byte[] file = file(List.of(HELLO_CID), 5, 5);
    Cid inline = Cid.v1(Cid.DAG_PB, Multihash.of(Multihash.IDENTITY, file));
    byte[] root = directory(new PbLink(inline, "a", 5));
    Cid rootCid = Cid.sha256(Cid.DAG_PB, root);
    assertThat(links(new Archive(rootCid).section(rootCid, root).toBytes()).missing())
        .containsExactly(HELLO_CID);
    assertThat(links(new Archive(inline).section(HELLO_CID, HELLO).toBytes()).missing()).isEmpty();
  }

  @Test
  void saysWhereALinkMayHaveBeenOverlooked() throws IOException {
    Cid opaque = Cid.sha256(0x300000, HELLO);
    CarVerification verification = links(new Archive(opaque).section(opaque, HELLO).toBytes());
    assertThat(verification.warnings()).isEmpty();
    assertThat(verification.reach().orElseThrow().unknownCodecs()).isEqualTo(1);
    Cid broken = Cid.sha256(Cid.DAG_CBOR, HELLO);
    assertThat(links(new Archive(broken).section(broken, HELLO).toBytes()).warnings())
        .extracting(Finding::code)
        .containsExactly(Code.BLOCK_UNREADABLE);
  }

  @Test
  void findsNodesThatContradictThemselvesOrEachOther() throws IOException {
    requireContradiction(file(List.of(HELLO_CID), 6, 5), "states 6");
    requireContradiction(file(List.of(HELLO_CID), 6, 6), "announces 6");
    requireContradiction(file(List.of(HELLO_CID), 10, 5, 5), "1 links and 2");
    requireContradiction(directory(new PbLink(HELLO_CID, "..", 5)), "not allowed");
    requireContradiction(
        directory(new PbLink(HELLO_CID, "a", 5), new PbLink(HELLO_CID, "a", 5)), "twice");
    byte[] shard =
        DagPb.encode(
            new PbNode(
                List.of(new PbLink(HELLO_CID, "00", 5)),
                new UnixFsData(
                        UnixFsData.Type.HAMT_SHARD,
                        new byte[] {1},
                        null,
                        List.of(),
                        0x22L,
                        256L,
                        null,
                        null)
                    .encode()));
    requireContradiction(shard, "where a shard belongs");
  }

  /** Once each, whether the CID is a root, a link, a section, or all of these. */
  @Test
  void readsTheBlocksThatIdentityCidsCarry() throws IOException {
    byte[] wrong = file(List.of(HELLO_CID), 6, 5);
    Cid inline = Cid.v1(Cid.DAG_PB, Multihash.of(Multihash.IDENTITY, wrong));
    Cid broken = Cid.v1(Cid.DAG_PB, Multihash.of(Multihash.IDENTITY, HELLO));
    byte[] root = directory(new PbLink(inline, "a", 6), new PbLink(broken, "b", 5));
    Cid rootCid = Cid.sha256(Cid.DAG_PB, root);
    byte[] car =
        new Archive(rootCid, inline)
            .section(rootCid, root)
            .section(inline, wrong)
            .section(HELLO_CID, HELLO)
            .toBytes();
    CarVerification verification = links(car);
    assertThat(verification.problems()).extracting(Finding::code).containsExactly(Code.UNIXFS);
    assertThat(verification.warnings())
        .extracting(Finding::code)
        .containsExactly(Code.BLOCK_UNREADABLE);
    assertThat(links(new Archive(inline).section(HELLO_CID, HELLO).toBytes()).problems())
        .extracting(Finding::code)
        .containsExactly(Code.UNIXFS);
  }

  private static void requireContradiction(byte[] node, String words) throws IOException {
    Cid cid = Cid.sha256(Cid.DAG_PB, node);
    CarVerification verification =
        links(new Archive(cid).section(HELLO_CID, HELLO).section(cid, node).toBytes());
    assertThat(verification.problems()).extracting(Finding::code).containsExactly(Code.UNIXFS);
    assertThat(verification.problems().getFirst().detail()).contains(words);
  }

  private static byte[] file(List<Cid> parts, long size, Long... sizes) {
    List<PbLink> links = parts.stream().map(cid -> new PbLink(cid, "", 5)).toList();
    return DagPb.encode(new PbNode(links, UnixFsData.file(size, List.of(sizes)).encode()));
  }

  private static byte[] file(List<Cid> parts, long size, int... sizes) {
    return file(parts, size, Arrays.stream(sizes).mapToObj(Long::valueOf).toArray(Long[]::new));
  }

  private static byte[] directory(PbLink... links) {
    return DagPb.encode(new PbNode(List.of(links), UnixFsData.directory().encode()));
  }

  private static CarVerification links(byte[] car) throws IOException {
    return CarVerifier.ofLinks().verify(new ByteArrayInputStream(car));
  }

  private static CarVerification verify(Archive archive) throws IOException {
    return verify(archive.toBytes());
  }

  private static CarVerification verify(byte[] car) throws IOException {
    return CarVerifier.ofBlocks().verify(new ByteArrayInputStream(car));
  }
}
