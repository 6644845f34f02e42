package io.filstore.ipld;

import io.filstore.multiformats.Cid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds the links of a dag-cbor block without building its values. */
final class CborLinks {
  private CborLinks() {}

  static List<Cid> in(ByteBuffer block) {
    CborReader in = new CborReader(block, CborLimits.ANY_KEY_ORDER);
    List<Cid> cids = new ArrayList<>();
    do {
      switch (in.peek()) {
        case LINK -> cids.add(in.link());
        case ARRAY -> in.array();
        case MAP -> in.map();
        case UNSIGNED, NEGATIVE, BYTES, TEXT, BOOL, NULL, FLOAT -> in.skip();
      }
    } while (in.isInside());
    in.end();
    return cids;
  }
}
