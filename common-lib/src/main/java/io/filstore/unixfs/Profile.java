package io.filstore.unixfs;

/**
 * The choices that decide the CID of a tree (IPIP-499). Always CIDv1, sha2-256, raw leaves,
 * balanced layout, neither mode nor modification time.
 *
 * @param id name of the profile, recorded with everything packed under it
 * @param chunkSize bytes of a leaf; only the last one of a file may be shorter
 * @param width most links of a file node
 * @param directoryLimit largest block of a directory in bytes; a directory of exactly this size is
 *     still kept in one block
 */
public record Profile(String id, int chunkSize, int width, int directoryLimit) {
  /**
   * The default of the product: 1 MiB chunks, 1024 links, directories up to 256 KiB in one block.
   */
  public static final Profile UNIXFS_V1_2025 =
      new Profile("unixfs-v1-2025", 1 << 20, 1024, 256 * 1024);

  /** Largest chunk that other implementations accept in one block (boxo). */
  private static final int MAX_CHUNK = (2 << 20) - 256;

  public Profile {
    if (chunkSize < 1 || chunkSize > MAX_CHUNK) {
      throw new IllegalArgumentException(
          "chunk size must be 1..%d bytes: %d".formatted(MAX_CHUNK, chunkSize));
    }
    if (width < 2) {
      throw new IllegalArgumentException("width must be at least 2: " + width);
    }
    if (directoryLimit < 4) {
      throw new IllegalArgumentException("directory limit is too small: " + directoryLimit);
    }
  }
}
