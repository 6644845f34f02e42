package io.filstore.ipld;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where one stands inside nested lists and maps; the rules that reader and writer share. */
final class CborStructure {
  static final Comparator<byte[]> CANONICAL =
      Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

  private final CborLimits limits;
  private @Nullable Frame top;
  private boolean keysSorted = true;

  CborStructure(CborLimits limits) {
    this.limits = limits;
  }

  /** An open list or map; a map counts a key and a value as two items. */
  private static final class Frame {
    final @Nullable Frame parent;
    final int depth;
    final boolean isMap;
    long left;
    byte @Nullable [] lastKey;
    @Nullable Set<byte[]> keys;

    Frame(@Nullable Frame parent, boolean isMap, long left) {
      this.parent = parent;
      this.depth = parent == null ? 1 : parent.depth + 1;
      this.isMap = isMap;
      this.left = left;
    }
  }

  boolean isOpen() {
    return top != null;
  }

  boolean keysSorted() {
    return keysSorted;
  }

  boolean expectsKey() {
    return top != null && top.isMap && top.left % 2 == 0;
  }

  /** Takes a map key; a complaint if it may not stand here. */
  @Nullable String key(byte[] key) {
    Frame map = top;
    if (map == null) {
      throw new IllegalStateException("not inside a map");
    }
    byte[] last = map.lastKey;
    map.lastKey = key;
    if (last == null) {
      return null;
    }
    int order = CANONICAL.compare(last, key);
    if (order == 0) {
      return "map key stands twice";
    }
    keysSorted &= order < 0;
    return limits.keyOrder() == CborLimits.KeyOrder.ANY
        ? seenBefore(map, last, key)
        : order > 0 ? "map keys are not sorted by length and bytes" : null;
  }

  private static @Nullable String seenBefore(Frame map, byte[] last, byte[] key) {
    Set<byte[]> keys = map.keys;
    if (keys == null) {
      keys = map.keys = new TreeSet<>(CANONICAL);
      keys.add(last);
    }
    return keys.add(key) ? null : "map key stands twice";
  }

  /** Opens a list of {@code items} or a map of {@code items / 2} pairs; a complaint if too deep. */
  @Nullable String open(boolean isMap, long items) {
    Frame frame = new Frame(top, isMap, items);
    if (frame.depth > limits.depth()) {
      return "nesting is deeper than " + limits.depth();
    }
    top = frame;
    closeFilled();
    return null;
  }

  /** Counts one whole scalar item. */
  void item() {
    if (top != null) {
      top.left--;
      closeFilled();
    }
  }

  private void closeFilled() {
    while (top != null && top.left == 0) {
      top = top.parent;
      if (top != null) {
        top.left--;
      }
    }
  }
}
