package io.filstore.retrieval.publish;

import io.filstore.ipni.AdDraft;
import io.filstore.ipni.Advertisement;
import io.filstore.ipni.RetrievalProtocol;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.peer.OwnPeer;
import io.filstore.retrieval.publish.Chain.End;
import io.filstore.retrieval.publish.Listings.Listing;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * What an advertisement can say. Each is signed, appended and noted in the caller's transaction,
 * which has locked the chain.
 */
final class Statements {

  /** Blocks by {@code /ipfs} and whole pieces by {@code /piece}. */
  private static final byte[] METADATA =
      RetrievalProtocol.encode(
          EnumSet.of(RetrievalProtocol.TRUSTLESS_GATEWAY, RetrievalProtocol.PIECE_HTTP));

  private final OwnPeer self;
  private final Chain chain;
  private final Listings listings;

  Statements(OwnPeer self, Chain chain, Listings listings) {
    this.self = self;
    this.chain = chain;
    this.listings = listings;
  }

  /** How everything that is listed now can be had. */
  static byte[] metadata() {
    return METADATA.clone();
  }

  /** The entries are to be had. */
  void list(End end, Listing listing, Cid entries) {
    append(end, entries, listing, false);
    listings.list(listing);
  }

  /** What was listed before is to be had as the listing says now. */
  void update(End end, Listing listing) {
    append(end, Advertisement.NO_ENTRIES, listing, false);
    listings.list(listing);
  }

  /** What was listed is not to be had any more. */
  void takeBack(End end, Listing listing) {
    append(end, Advertisement.NO_ENTRIES, listing, true);
    listings.remove(listing);
  }

  /** All of it is at the addresses of now; an advertisement without metadata says no more. */
  void addresses(End end) {
    append(end, Advertisement.NO_ENTRIES, new byte[0], new byte[0], null, false);
  }

  private void append(End end, Cid entries, Listing listing, boolean removes) {
    append(end, entries, listing.contextId(), listing.metadata(), listing.pieceCidV2(), removes);
  }

  private void append(
      End end,
      Cid entries,
      byte[] contextId,
      byte[] metadata,
      @Nullable String piece,
      boolean removes) {
    AdDraft draft =
        new AdDraft(
            end.previous(), self.id(), self.addresses(), entries, contextId, metadata, removes);
    chain.append(end, draft.sign(self.key()).dagJson(), piece, removes, self.addresses());
  }
}
