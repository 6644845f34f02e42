package io.filstore.unixfs;

import io.filstore.ipld.PbLink;
import io.filstore.ipld.Utf8;
import io.filstore.multiformats.Cid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of one directory, kept as bytes: name, CID and cumulative size one after another in
 * slabs, about 55 bytes beside the name. A million entries fit in some 90 MB.
 */
final class EntryTable {
  private static final int SLAB = 1 << 16;

  /** Lengths of name and CID, and the cumulative size. */
  private static final int FIXED = Integer.BYTES + Short.BYTES + Long.BYTES;

  private final List<ByteBuffer> slabs = new ArrayList<>();
  private int[] slabOf = new int[8];
  private int[] offset = new int[8];
  private int count;

  void add(byte[] name, Cid cid, long tsize) {
    ByteBuffer slab = slab(FIXED + name.length + cid.length());
    if (count == slabOf.length) {
      int larger = Math.addExact(count, Math.max(8, count >> 1));
      slabOf = Arrays.copyOf(slabOf, larger);
      offset = Arrays.copyOf(offset, larger);
    }
    slabOf[count] = slabs.size() - 1;
    offset[count] = slab.position();
    count++;
    slab.putInt(name.length).putShort((short) cid.length()).putLong(tsize).put(name);
    cid.writeTo(slab);
  }

  private ByteBuffer slab(int needed) {
    if (slabs.isEmpty() || slabs.getLast().remaining() < needed) {
      // The first slab is small: most directories are.
      int size = slabs.isEmpty() ? 1024 : SLAB;
      slabs.add(ByteBuffer.allocate(Math.max(needed, size)));
    }
    return slabs.getLast();
  }

  int size() {
    return count;
  }

  byte[] name(int index) {
    ByteBuffer slab = slabs.get(slabOf[index]);
    byte[] name = new byte[slab.getInt(offset[index])];
    slab.get(offset[index] + FIXED, name);
    return name;
  }

  /** The entry as a link, its name behind a prefix. */
  PbLink link(String prefix, int index) {
    ByteBuffer slab = slabs.get(slabOf[index]);
    int at = offset[index];
    int nameLength = slab.getInt(at);
    byte[] cid = new byte[slab.getShort(at + Integer.BYTES)];
    slab.get(at + FIXED + nameLength, cid);
    String name = Utf8.decode(slab.slice(at + FIXED, nameLength));
    return new PbLink(
        Cid.decode(cid), prefix + name, slab.getLong(at + Integer.BYTES + Short.BYTES));
  }
}
