package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Inputs;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.EntityReader.Extent;
import io.filstore.unixfs.EntityReader.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityReaderTest {
  private static final int CHUNK = 64;
  private static final int SIZE = 64 * 40 + 17;
  private static final Profile TINY = Profile.UNIXFS_V1_2025.withTree("tiny", CHUNK, 3);

  private final MemoryBlocks blocks = new MemoryBlocks();

  @Test
  void aWholeFileIsAllItsBlocksParentsFirst() throws IOException {
    Cid file = file(SIZE);
    List<Cid> walked = new ArrayList<>();
    new UnixFsReader(blocks).walk(file, (cid, buffer, offset, length) -> walked.add(cid));

    assertThat(given(file, Part.WHOLE)).isEqualTo(walked);
  }

  @Test
  void aPartNeedsTheBlocksThatCoverItAndNoOther() throws IOException {
    Cid file = file(SIZE);
    List<Cid> leaves = given(file, Part.WHOLE).stream().filter(c -> c.codec() == Cid.RAW).toList();
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      int from = random.nextInt(SIZE);
      int end = from + 1 + random.nextInt(SIZE - from);
      List<Cid> covering = leaves.subList(from / CHUNK, (end - 1) / CHUNK + 1);
      List<Cid> given = given(file, size -> new Extent(from, end));

      assertThat(given.stream().filter(c -> c.codec() == Cid.RAW)).isEqualTo(covering);
      // With everything else away it must still be given.
      EntityReader poor =
          new EntityReader(
              cid -> given.contains(cid) ? blocks.block(cid) : null,
              (cid, buffer, offset, length) -> {},
              cid -> true);
      poor.give(file, size -> new Extent(from, end));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 5", "9, 3", "-9, 0", "2577, 2578", "9999, 99999", "-5, -1"})
  void anEmptyPartIsTheRootAlone(long from, long end) throws IOException {
    Cid file = file(SIZE);
    assertThat(given(file, size -> new Extent(from, end))).containsExactly(file);
  }

  @Test
  void whatLiesOutsideIsCutOff() throws IOException {
    Cid file = file(SIZE);
    assertThat(given(file, size -> new Extent(-50, Long.MAX_VALUE)))
        .isEqualTo(given(file, Part.WHOLE));
    assertThat(given(file, size -> new Extent(SIZE - 1, Long.MAX_VALUE)).getLast())
        .isEqualTo(given(file, Part.WHOLE).getLast());
  }

  @Test
  void aMissingBlockInsideThePartIsSaid() throws IOException {
    Cid file = file(SIZE);
    List<Cid> leaves = given(file, Part.WHOLE).stream().filter(c -> c.codec() == Cid.RAW).toList();
    blocks.blocks.remove(leaves.get(5));

    assertThatThrownBy(() -> given(file, size -> new Extent(5 * CHUNK, 5 * CHUNK + 1)))
        .isInstanceOf(BlockMissingException.class);
    assertThat(given(file, size -> new Extent(6 * CHUNK, 7 * CHUNK))).contains(leaves.get(6));
  }

  @Test
  void aShardedFolderIsItsShardsWithoutTheEntries() throws IOException {
    Map<String, Entry> children = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      Cid elsewhere = Cid.sha256(Cid.RAW, Integer.toString(i).getBytes(UTF_8));
      children.put("name-" + i, new Entry(elsewhere, 1, 1));
    }
    Cid root = new UnixFsImporter(Profile.IPFS_CAR_3, blocks).directory(children).cid();

    List<Cid> given = given(root, size -> new Extent(7, 8));
    assertThat(given).doesNotHaveDuplicates().hasSameSizeAs(blocks.blocks.keySet());
    assertThat(new HashSet<>(given)).isEqualTo(blocks.blocks.keySet());
    assertThat(given.getFirst()).isEqualTo(root);

    List<Cid> way = new ArrayList<>();
    assertThat(new UnixFsReader(blocks).child(root, "name-77", way)).isPresent();
    assertThat(way).isNotEmpty().isSubsetOf(given).doesNotContain(root);
  }

  @Test
  void whatIsNoUnixFsIsOneBlock() throws IOException {
    Cid leaf = put(Cid.RAW, new byte[] {1});
    Cid cbor = put(Cid.DAG_CBOR, new byte[] {(byte) 0xa0});
    Cid bare = put(Cid.DAG_PB, DagPb.encode(new PbNode(List.of(new PbLink(leaf, "x", 1)), null)));
    Cid directory = put(Cid.DAG_PB, directory(new PbLink(leaf, "x", 1)));
    for (Cid one : List.of(leaf, cbor, bare, directory)) {
      assertThat(given(one, Part.WHOLE)).containsExactly(one);
    }
  }

  /** Sixty levels of a hundred equal links: 100^60 leaves in sixty blocks. */
  @Test
  void aFileThatRepeatsItselfEndsWhereRepeatsAreNotWanted() throws IOException {
    Cid at = put(Cid.RAW, new byte[0]);
    for (int level = 0; level < 60; level++) {
      List<PbLink> links = Collections.nCopies(100, new PbLink(at, "", 0));
      byte[] data = UnixFsData.file(0, Collections.nCopies(100, 0L)).encode();
      at = put(Cid.DAG_PB, DagPb.encode(new PbNode(links, data)));
    }
    Cid file = put(Cid.DAG_PB, one(at, "z"));
    Set<Cid> seen = new HashSet<>();
    List<Cid> given = new ArrayList<>();
    new EntityReader(blocks, (cid, buffer, offset, length) -> given.add(cid), seen::add)
        .give(file, Part.WHOLE);
    assertThat(given).doesNotHaveDuplicates().hasSize(62);
  }

  @Test
  void aFileThatContradictsItselfIsRefused() {
    Cid leaf = put(Cid.RAW, new byte[9]);
    byte[] data = UnixFsData.file(8, List.of(8L)).encode();
    Cid wrong = put(Cid.DAG_PB, DagPb.encode(new PbNode(List.of(new PbLink(leaf, "", 9)), data)));

    assertThatThrownBy(() -> given(wrong, Part.WHOLE))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("announced");
  }

  private static byte[] one(Cid child, String content) {
    UnixFsData data =
        new UnixFsData(
            UnixFsData.Type.FILE,
            content.getBytes(UTF_8),
            (long) content.length(),
            List.of(0L),
            null,
            null,
            null,
            null);
    return DagPb.encode(new PbNode(List.of(new PbLink(child, "", 0)), data.encode()));
  }

  private static byte[] directory(PbLink... links) {
    return DagPb.encode(new PbNode(List.of(links), UnixFsData.directory().encode()));
  }

  private Cid file(int size) throws IOException {
    byte[] content = Inputs.xorshift32(7, size);
    return new UnixFsImporter(TINY, blocks).file(new ByteArrayInputStream(content)).cid();
  }

  private Cid put(long codec, byte[] block) {
    Cid cid = Cid.sha256(codec, block);
    blocks.block(cid, block, 0, block.length);
    return cid;
  }

  private List<Cid> given(Cid root, Part part) throws IOException {
    List<Cid> given = new ArrayList<>();
    new EntityReader(blocks, (cid, buffer, offset, length) -> given.add(cid), cid -> true)
        .give(root, part);
    return given;
  }
}
