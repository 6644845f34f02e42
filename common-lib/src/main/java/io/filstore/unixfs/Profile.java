package io.filstore.unixfs;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The choices that decide the CID of a tree (IPIP-499). Always sha2-256 and the balanced layout.
 *
 * @param id name of the profile, recorded with everything packed under it
 * @param cidVersion version of every CID but those of raw leaves, which are always version 1
 * @param chunkSize content bytes of a leaf; only the last one of a file may be shorter
 * @param width most links of a file node
 * @param leaves form of the leaves
 * @param sharding when a directory becomes a HAMT
 * @param emptyDirectories whether a directory without entries is kept; a root always is
 * @param walk what a walk over a folder takes up unless it is told otherwise
 */
public record Profile(
    String id,
    int cidVersion,
    int chunkSize,
    int width,
    Leaves leaves,
    Sharding sharding,
    boolean emptyDirectories,
    WalkPolicy walk) {

  private static final int KIB_256 = 256 * 1024;

  /** The default of the product. */
  public static final Profile UNIXFS_V1_2025 =
      new Profile(
          "unixfs-v1-2025",
          1,
          1 << 20,
          1024,
          Leaves.RAW,
          Sharding.above(Sharding.Rule.BLOCK_BYTES, KIB_256),
          true,
          WalkPolicy.DEFAULT);

  /** What kubo does without configuration. */
  public static final Profile UNIXFS_V0_2015 =
      new Profile(
          "unixfs-v0-2015",
          0,
          KIB_256,
          174,
          Leaves.DAG_PB,
          Sharding.above(Sharding.Rule.LINKS_BYTES, KIB_256),
          true,
          WalkPolicy.DEFAULT);

  /** What {@code ipfs-car} 3.x and the storacha client do. */
  public static final Profile IPFS_CAR_3 =
      new Profile(
          "ipfs-car-3",
          1,
          1 << 20,
          1024,
          Leaves.RAW,
          Sharding.above(Sharding.Rule.ENTRIES, 1000),
          false,
          WalkPolicy.DEFAULT.with(Symlinks.SKIP));

  /** The profiles that have a name others know. */
  public static final List<Profile> KNOWN = List.of(UNIXFS_V1_2025, UNIXFS_V0_2015, IPFS_CAR_3);

  /** Largest chunk that other implementations accept in one block (boxo). */
  private static final int MAX_CHUNK = (2 << 20) - 256;

  /** A node of more links would not fit the largest block that peers exchange. */
  private static final int MAX_WIDTH = 1 << 15;

  public Profile {
    if (cidVersion != 0 && cidVersion != 1) {
      throw new IllegalArgumentException("CID version must be 0 or 1: " + cidVersion);
    }
    if (chunkSize < 1 || chunkSize > MAX_CHUNK) {
      throw new IllegalArgumentException(
          "chunk size must be 1..%d bytes: %d".formatted(MAX_CHUNK, chunkSize));
    }
    if (width < 2 || width > MAX_WIDTH) {
      throw new IllegalArgumentException("width must be 2..%d: %d".formatted(MAX_WIDTH, width));
    }
  }

  /**
   * The profile of this name.
   *
   * @throws IllegalArgumentException naming the profiles there are
   */
  public static Profile named(String id) {
    return KNOWN.stream()
        .filter(profile -> profile.id.equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no profile \"%s\"; known are %s"
                    .formatted(
                        id, KNOWN.stream().map(Profile::id).collect(Collectors.joining(", ")))));
  }

  /** The same with other chunks and nodes, under a name of its own. */
  public Profile withTree(String name, int otherChunkSize, int otherWidth) {
    return new Profile(
        name, cidVersion, otherChunkSize, otherWidth, leaves, sharding, emptyDirectories, walk);
  }

  /** The same with another rule for large directories, under a name of its own. */
  public Profile withSharding(String name, Sharding other) {
    return new Profile(name, cidVersion, chunkSize, width, leaves, other, emptyDirectories, walk);
  }

  /** The same with another version of CIDs and form of leaves, under a name of its own. */
  public Profile withBlocks(String name, int otherVersion, Leaves otherLeaves) {
    return new Profile(
        name, otherVersion, chunkSize, width, otherLeaves, sharding, emptyDirectories, walk);
  }

  /** How the leaves of a file without metadata look. */
  public LeafEncoding leafEncoding(int contentLength) {
    return leaves == Leaves.RAW
        ? LeafEncoding.raw()
        : LeafEncoding.dagPb(contentLength, Metadata.NONE, cidVersion);
  }

  /**
   * How a leaf of a file looks. Metadata of a file that has one leaf only stand in that leaf, which
   * therefore is a dag-pb node under every profile.
   *
   * @param fileSize bytes of the whole file
   * @param contentLength bytes of this leaf
   */
  public LeafEncoding leafEncoding(long fileSize, int contentLength, Metadata metadata) {
    if (metadata.isEmpty() || fileSize > chunkSize) {
      return leafEncoding(contentLength);
    }
    return LeafEncoding.dagPb(contentLength, metadata, cidVersion);
  }
}
