package io.filstore.car;

import java.util.Locale;

/**
 * One thing that a verification has to say about an archive.
 *
 * @param offset position in the file, in bytes from its start
 * @param detail a sentence for people
 */
public record Finding(Code code, long offset, String detail) {
  /** Kinds of findings: first the problems, then what is legal but peculiar. */
  public enum Code {
    /** No bytes at all, or an archive that ends before its header does. */
    TRUNCATED_HEADER,
    /** The length of the header is zero, over the limit or not minimal. */
    HEADER_LENGTH,
    /** The header is not the dag-cbor of a CAR header. */
    HEADER_INVALID,
    /** The archive ends inside a section. */
    TRUNCATED_SECTION,
    /** The length of a section is not a minimal varint. */
    SECTION_LENGTH,
    /** A section is longer than the limit. */
    SECTION_TOO_LARGE,
    /** A section of no bytes, and not only zeros follow it. */
    SECTION_EMPTY,
    /** A section does not begin with a CID. */
    CID_INVALID,
    /** A block does not have the hash that its CID names. */
    HASH_MISMATCH,
    /** The CID's hash function is not known here, so nothing is proved. */
    HASH_UNKNOWN,
    /** Offset or size of the data in a CARv2 is impossible. */
    V2_DATA_BOUNDS,
    /** The index of a CARv2 begins before the data ends, or beyond the end of the file. */
    V2_INDEX_BOUNDS,
    /** Bytes follow the data of a CARv2 that announces no index. */
    TRAILING_BYTES,
    /** The index is of a kind that is not known. */
    INDEX_CODEC,
    /** The index ends too early. */
    INDEX_TRUNCATED,
    /** A count, width or length in the index is impossible. */
    INDEX_STRUCTURE,
    /** Buckets or entries of the index are not in order. */
    INDEX_ORDER,
    /** An entry of the index does not lead to a section with its digest. */
    INDEX_ENTRY,
    /** A block cannot be found through the index. */
    INDEX_INCOMPLETE,
    /** Bytes follow the index. */
    INDEX_TRAILING,
    /** Blocks of a file or directory contradict themselves or each other. */
    UNIXFS,
    /** More sections than the limit; the rest was not looked at. */
    TOO_MANY_SECTIONS,

    /** The header lists no root. */
    NO_ROOTS,
    /** A root is not among the blocks. */
    ROOT_MISSING,
    /** Blocks below a root are not in the archive. */
    DAG_INCOMPLETE,
    /** A block stands in the archive more than once. */
    DUPLICATE_BLOCK,
    /** The keys of the header are not in the order of dag-cbor. */
    HEADER_KEY_ORDER,
    /** Zeros follow the last section, as they do in a piece. */
    PADDED,
    /** A CARv2 sets a bit that nobody has given a meaning. */
    CHARACTERISTICS,
    /** A block is not what its codec says, so its links are not known. */
    BLOCK_UNREADABLE;

    /** Name as in answers, for example {@code hash-mismatch}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether an archive with such a finding is still valid. */
    public boolean isWarning() {
      return compareTo(NO_ROOTS) >= 0;
    }
  }
}
