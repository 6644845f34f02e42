package io.filstore.db.denylist;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multihash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is denied by lists that do not say what it is (compact denylist format, IPIP-383): by the
 * sha2-256 of the multihash in base58, or, in lists of the older kind, of the CID v1 in base32 with
 * a slash behind it.
 */
public record DoubleHashes(Set<Multihash> ofMultihashes, Set<Multihash> ofCids) {

  /** The older kind means one CID, we mean the bytes, so every usual codec is tried. */
  private static final List<Long> CODECS = List.of(Cid.RAW, Cid.DAG_PB, Cid.DAG_CBOR, Cid.DAG_JSON);

  public DoubleHashes {
    ofMultihashes = Set.copyOf(ofMultihashes);
    ofCids = Set.copyOf(ofCids);
  }

  public boolean isEmpty() {
    return ofMultihashes.isEmpty() && ofCids.isEmpty();
  }

  /** Whether a list denies this; costs up to five hashes. */
  public boolean deny(Multihash hash) {
    return (!ofMultihashes.isEmpty() && ofMultihashes.contains(of(hash)))
        || (!ofCids.isEmpty() && ofCidsOf(hash).anyMatch(ofCids::contains));
  }

  /** The double hash of a multihash. */
  static Multihash of(Multihash hash) {
    return sha256(Multibase.BASE58BTC.encodeRaw(hash.bytes()));
  }

  /** Double hashes of the older kind, of the CIDs that these bytes may have. */
  static Stream<Multihash> ofCidsOf(Multihash hash) {
    return CODECS.stream().map(codec -> of(Cid.v1(codec, hash)));
  }

  /** The double hash of the older kind. */
  static Multihash of(Cid v1) {
    return sha256(v1 + "/");
  }

  private static Multihash sha256(String text) {
    return Multihash.sha256(text.getBytes(StandardCharsets.US_ASCII));
  }
}
