package io.filstore.car;

import io.filstore.ipld.PbLink;
import io.filstore.multiformats.FormatException;
import io.filstore.unixfs.Names;
import io.filstore.unixfs.UnixFsData;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of one UnixFS node must have to do with each other. */
final class UnixFsRules {
  private static final long MURMUR3 = 0x22;
  private static final long MAX_FANOUT = 1024;

  private UnixFsRules() {}

  /** What does not fit together in a node, or null. */
  static @Nullable String contradiction(List<PbLink> links, UnixFsData data) {
    return switch (data.type()) {
      case FILE, RAW -> file(links, data);
      case DIRECTORY -> directory(links);
      case HAMT_SHARD -> shard(links, data);
      case SYMLINK -> links.isEmpty() ? null : "symlink has " + links.size() + " links";
      case METADATA -> null;
    };
  }

  private static @Nullable String file(List<PbLink> links, UnixFsData data) {
    if (links.size() != data.blockSizes().size()) {
      return "file has %d links and %d block sizes"
          .formatted(links.size(), data.blockSizes().size());
    }
    if (links.stream().anyMatch(link -> !link.name().isEmpty())) {
      return "file has a link with a name";
    }
    long size = size(data);
    if (size < 0) {
      return "file is larger than 2^63-1 bytes";
    }
    Long stated = data.fileSize();
    return stated == null || stated == size
        ? null
        : "file states %d bytes, its parts have %d".formatted(stated, size);
  }

  /** Content bytes of a file by its parts, negative if they are more than 2^63-1. */
  static long size(UnixFsData data) {
    byte[] inline = data.data();
    long size = inline == null ? 0 : inline.length;
    for (long part : data.blockSizes()) {
      size += part;
      if (size < 0) {
        return size;
      }
    }
    return size;
  }

  private static @Nullable String directory(List<PbLink> links) {
    Set<String> names = new HashSet<>();
    for (PbLink link : links) {
      String unsafe = unsafe(link.name());
      if (unsafe != null) {
        return unsafe;
      }
      if (!names.add(link.name())) {
        return "directory holds the name \"" + link.name() + "\" twice";
      }
    }
    return null;
  }

  private static @Nullable String unsafe(String name) {
    try {
      Names.requireName(name);
      return null;
    } catch (FormatException e) {
      return e.getMessage();
    }
  }

  private static @Nullable String shard(List<PbLink> links, UnixFsData data) {
    Long fanout = data.fanout();
    if (fanout == null || fanout < 8 || fanout > MAX_FANOUT || Long.bitCount(fanout) != 1) {
      return "shard has a fanout of " + fanout;
    }
    if (data.hashType() == null || data.hashType() != MURMUR3) {
      return "shard hashes names with " + data.hashType();
    }
    byte[] bits = data.data() == null ? new byte[0] : data.data();
    if (bits.length > fanout / 8) {
      return "shard has a bit field of %d bytes for a fanout of %d".formatted(bits.length, fanout);
    }
    return shardEntries(links, bits, prefix(fanout));
  }

  private static @Nullable String shardEntries(List<PbLink> links, byte[] bits, int prefix) {
    int last = -1;
    for (PbLink link : links) {
      int bucket = bucket(link.name(), prefix);
      if (bucket <= last) {
        return "shard has the bucket of \"%s\" after bucket %d".formatted(link.name(), last);
      }
      if (!isSet(bits, bucket)) {
        return "shard has an entry in bucket " + bucket + ", which its bit field leaves free";
      }
      String unsafe = link.name().length() == prefix ? null : unsafe(link.name().substring(prefix));
      if (unsafe != null) {
        return unsafe;
      }
      last = bucket;
    }
    int announced = 0;
    for (byte b : bits) {
      announced += Integer.bitCount(b & 0xff);
    }
    return announced == links.size()
        ? null
        : "shard has %d entries, its bit field %d".formatted(links.size(), announced);
  }

  /** Number in front of a name, or -1 if there is none. */
  private static int bucket(String name, int prefix) {
    if (name.length() < prefix) {
      return -1;
    }
    String digits = name.substring(0, prefix);
    try {
      int bucket = Integer.parseUnsignedInt(digits, 16);
      boolean canonical =
          digits.equals(("%0" + prefix + "x").formatted(bucket).toUpperCase(Locale.ROOT));
      return canonical ? bucket : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The field is a big-endian number without leading zero bytes. */
  private static boolean isSet(byte[] bits, int bucket) {
    int at = bits.length - 1 - bucket / 8;
    return at >= 0 && (bits[at] >>> bucket % 8 & 1) != 0;
  }

  private static int prefix(long fanout) {
    return Long.toHexString(fanout - 1).length();
  }

  /** For each link of a shard whether it must lead to another shard. */
  static List<Long> shardLinks(List<PbLink> links, UnixFsData data) {
    int prefix = prefix(data.fanout() == null ? 1 : data.fanout());
    return links.stream()
        .map(link -> link.name().length() == prefix ? BlockNode.A_SHARD : BlockNode.ANYTHING)
        .toList();
  }
}
