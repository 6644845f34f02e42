package io.filstore.unixfs;

import io.filstore.multiformats.Cid;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Blocks in a map, in the order they came. */
final class MemoryBlocks implements BlockSink, BlockSource {
  final Map<Cid, byte[]> blocks = new LinkedHashMap<>();

  @Override
  public void block(Cid cid, byte[] buffer, int offset, int length) {
    blocks.putIfAbsent(cid, Arrays.copyOfRange(buffer, offset, offset + length));
  }

  @Override
  public byte @Nullable [] block(Cid cid) {
    return blocks.get(cid);
  }
}
