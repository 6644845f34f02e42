package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.problem.Problem;
import java.nio.ByteBuffer;

/**
 * CIDs seen on one way through a DAG, as 16 bytes each: the begin of a SHA-256 over the CID. Holds
 * {@value #MOST} of them, which takes 64 MiB. Not thread-safe.
 */
final class CidSet {

  static final int MOST = 1 << 21;

  private static final int FIRST_PLACES = 1 << 8;

  private long[] places = new long[2 * FIRST_PLACES];
  private int size;

  boolean has(Cid cid) {
    ByteBuffer digest = digest(cid);
    long high = digest.getLong() | 1;
    return places[place(places, high, digest.getLong())] != 0;
  }

  private static ByteBuffer digest(Cid cid) {
    return ByteBuffer.wrap(Multihash.sha256(cid.bytes()).digest());
  }

  /** Whether it was not there yet; refused when there is no room for one more. */
  boolean add(Cid cid) {
    ByteBuffer digest = digest(cid);
    // Zero marks a free place.
    long high = digest.getLong() | 1;
    long low = digest.getLong();
    int place = place(places, high, low);
    if (places[place] != 0) {
      return false;
    }
    if (size == MOST) {
      throw Problem.notImplemented("More than %d blocks are sent with dups=y only.".formatted(MOST))
          .exception();
    }
    places[place] = high;
    places[place + 1] = low;
    size++;
    if (size > places.length / 4) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] more = new long[2 * places.length];
    for (int i = 0; i < places.length; i += 2) {
      if (places[i] != 0) {
        int place = place(more, places[i], places[i + 1]);
        more[place] = places[i];
        more[place + 1] = places[i + 1];
      }
    }
    places = more;
  }

  /** Where a CID is, or the free place for it. */
  private static int place(long[] places, long high, long low) {
    int mask = places.length - 1;
    int at = (int) low << 1 & mask;
    while (places[at] != 0 && (places[at] != high || places[at + 1] != low)) {
      at = at + 2 & mask;
    }
    return at;
  }
}
