package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HamtTest {
  /** Hash 85555565f6597889. */
  private static final String A = "a";

  /** Hash 7a98a957b1d3d1ee. */
  private static final String B = "b";

  private final MemoryBlocks blocks = new MemoryBlocks();
  private final UnixFsReader reader = new UnixFsReader(blocks);
  private final Cid leaf = put(Cid.RAW, new byte[] {'x'});

  @ParameterizedTest
  @CsvSource({"0,256", "1,256", "2,8", "500,8", "500,16", "500,64", "3000,256", "5000,1024"})
  void givesBackEveryEntry(int count, int fanout) throws IOException {
    Random random = new Random(count + fanout);
    Map<String, Entry> children = new HashMap<>();
    while (children.size() < count) {
      String name = Long.toString(random.nextLong(), 36) + (random.nextBoolean() ? "\u00e9" : "");
      Cid cid = Cid.sha256(Cid.RAW, name.getBytes(UTF_8));
      children.put(name, new Entry(cid, name.length(), random.nextInt(1000)));
    }
    Profile profile =
        Profile.UNIXFS_V1_2025.withSharding(
            "forced", new Sharding(Sharding.Rule.ENTRIES, 0, fanout));
    Entry root = new UnixFsImporter(profile, blocks).directory(children);

    List<DirectoryEntry> listed = reader.list(root.cid());
    assertThat(listed)
        .isSortedAccordingTo((a, b) -> Names.PATH_ORDER.compare(a.name(), b.name()))
        .hasSameSizeAs(children.keySet());
    for (DirectoryEntry entry : listed) {
      Entry child = Objects.requireNonNull(children.get(entry.name()));
      assertThat(entry.cid()).isEqualTo(child.cid());
      assertThat(entry.tsize()).isEqualTo(child.tsize());
      assertThat(reader.resolve(root.cid(), entry.name())).contains(child.cid());
    }
    assertThat(reader.resolve(root.cid(), "not there")).isEmpty();
    assertThat(root.tsize())
        .isEqualTo(
            children.values().stream().mapToLong(Entry::tsize).sum()
                + blocks.blocks.values().stream().mapToLong(block -> block.length).sum()
                - 1);
  }

  @Test
  void looksANameUpThroughItsOwnShardsOnly() throws IOException {
    Map<String, Entry> children = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      children.put("name-" + i, new Entry(leaf, 1, 1));
    }
    Entry root = new UnixFsImporter(Profile.IPFS_CAR_3, blocks).directory(children);
    List<Cid> fetched = new ArrayList<>();
    UnixFsReader counting =
        new UnixFsReader(cid -> {
          fetched.add(cid);
          return blocks.block(cid);
        });
    assertThat(counting.resolve(root.cid(), "name-777")).contains(leaf);
    assertThat(fetched).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates();
  }

  @Test
  void keepsTheNamesOfAShardedDirectoryThatHaveTheSameHashApartOrRefusesThem() {
    // Two names of 32 bytes whose murmur3 is the same: the second block of each undoes the first.
    List<String> same = Collisions.pair();
    assertThat(Murmur3.hash(same.getFirst().getBytes(UTF_8)))
        .isEqualTo(Murmur3.hash(same.getLast().getBytes(UTF_8)));
    Map<String, Entry> children = new HashMap<>();
    same.forEach(name -> children.put(name, new Entry(leaf, 1, 1)));
    Profile forced =
        Profile.UNIXFS_V1_2025.withSharding("forced", Sharding.above(Sharding.Rule.ENTRIES, 0));
    assertThatThrownBy(() -> new UnixFsImporter(forced, blocks).directory(children))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("8 levels");
  }

  @Test
  void readsWhatItIsGivenByHand() throws IOException {
    Cid root = shard(256, link("7A" + B), link("85" + A));
    assertThat(reader.list(root)).extracting(DirectoryEntry::name).containsExactly(A, B);
    assertThat(reader.resolve(root, A)).contains(leaf);
    assertThat(reader.stat(root).kind()).isEqualTo(UnixFsStat.Kind.SHARDED_DIRECTORY);
    Cid deep = shard(256, sub("85", shard(256, link("55" + A))));
    assertThat(reader.resolve(deep, A)).contains(leaf);
    assertThat(reader.list(deep)).hasSize(1);
    assertThat(reader.list(shard(256))).isEmpty();
  }

  @Test
  void refusesEntriesInTheWrongPlace() {
    unlistable(shard(256, link("86" + A)), "belongs elsewhere");
    unlistable(shard(256, sub("85", shard(256, link("56" + A)))), "belongs elsewhere");
    unlistable(shard(256, link("85..")), "not allowed");
    unlistable(shard(256, link("85a/b")), "slash");
  }

  @Test
  void refusesShardsThatContradictThemselves() {
    unlistable(shard(256, link("9f" + A)), "in bucket 159");
    unlistable(shard(256, link("0085" + A)), "");
    unlistable(shardOf(bits(0x85, 0x86), 0x22L, 256L, link("85" + A)), "2 buckets");
    unlistable(shardOf(bits(0x85), 0x22L, 256L, link("86" + A)), "in bucket 133");
    unlistable(shardOf(new byte[33], 0x22L, 256L), "bit field of 33 bytes");
    unlistable(shardOf(bits(0x85), 0x12L, 256L, link("85" + A)), "not by murmur3");
    unlistable(shardOf(bits(0x85), null, 256L, link("85" + A)), "not by murmur3");
    for (Long fanout : new Long[] {null, 0L, 4L, 255L, 2048L, Long.MAX_VALUE}) {
      unlistable(shardOf(bits(1), 0x22L, fanout, link("01" + A)), "fanout");
    }
    unlistable(shard(256, sub("85", shard(256))), "0 entries");
    unlistable(shard(256, sub("85", shard(16, link("5" + A)))), "fanout 16 instead of 256");
    unlistable(shard(256, sub("85", leaf)), "not a shard");
    unlistable(
        shard(
            256,
            sub(
                "85",
                put(
                    Cid.DAG_PB,
                    DagPb.encode(new PbNode(List.of(), UnixFsData.directory().encode()))))),
        "not a shard");
  }

  @Test
  void goesNoDeeperThanTheHashReaches() throws IOException {
    Cid deep = shard(256, link("89" + A));
    for (String prefix : List.of("78", "59", "F6", "65", "55", "55", "85")) {
      deep = shard(256, sub(prefix, deep));
    }
    Cid eight = deep;
    assertThat(eight).satisfies(cid -> assertThat(reader.list(cid)).hasSize(1));
    Cid nine = shard(256, sub("85", eight));
    unlistable(nine, "deeper than 8 levels");
    // The way that the hash of the name shows ends before it.
    assertThat(reader.resolve(nine, A)).isEmpty();
  }

  /** 256^7 paths through eight blocks: the first name that comes up a second time ends it. */
  @Test
  void aShardThatIsLinkedToFromEverywhereCostsNothing() {
    Cid node = shard(256, link("89" + A));
    for (int level = 0; level < 7; level++) {
      PbLink[] links = new PbLink[256];
      for (int bucket = 0; bucket < 256; bucket++) {
        links[bucket] = sub(new HamtShape(256).prefix(bucket), node);
      }
      node = shard(256, links);
    }
    unlistable(node, "belongs elsewhere");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anyDamageIsRefusedOrHarmless(int seed) throws IOException {
    Random random = new Random(seed);
    Map<String, Entry> children = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      children.put("n" + i, new Entry(leaf, 1, 1));
    }
    Profile profile =
        Profile.UNIXFS_V1_2025.withSharding("forced", new Sharding(Sharding.Rule.ENTRIES, 0, 16));
    Entry root = new UnixFsImporter(profile, blocks).directory(children);
    byte[] good = Objects.requireNonNull(blocks.block(root.cid()));
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Cid cid = put(Cid.DAG_PB, bad);
      try {
        assertThat(reader.list(cid)).hasSizeLessThanOrEqualTo(300);
      } catch (FormatException | BlockMissingException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
      blocks.blocks.remove(cid);
    }
  }

  private void unlistable(Cid cid, String problem) {
    assertThatThrownBy(() -> reader.list(cid))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(problem);
  }

  private PbLink link(String name) {
    return new PbLink(leaf, name, 1);
  }

  private static PbLink sub(String prefix, Cid shard) {
    return new PbLink(shard, prefix, 1);
  }

  /** A shard whose bit field fits the prefixes of its links. */
  private Cid shard(int fanout, PbLink... links) {
    int digits = new HamtShape(fanout).prefixLength();
    int[] buckets = new int[links.length];
    for (int i = 0; i < links.length; i++) {
      buckets[i] = Integer.parseInt(links[i].name().substring(0, digits), 16);
    }
    return shardOf(bits(buckets), Murmur3.CODE, (long) fanout, links);
  }

  private Cid shardOf(
      byte[] bitField, @Nullable Long hash, @Nullable Long fanout, PbLink... links) {
    UnixFsData data =
        new UnixFsData(
            UnixFsData.Type.HAMT_SHARD, bitField, null, List.of(), hash, fanout, null, null);
    return put(Cid.DAG_PB, DagPb.encode(new PbNode(List.of(links), data.encode())));
  }

  private static byte[] bits(int... buckets) {
    BigInteger occupied = BigInteger.ZERO;
    for (int bucket : buckets) {
      occupied = occupied.setBit(bucket);
    }
    return HamtShape.bitField(occupied);
  }

  private Cid put(long codec, byte[] block) {
    Cid cid = Cid.sha256(codec, block);
    blocks.block(cid, block, 0, block.length);
    return cid;
  }
}
