package io.filstore.retrieval.publish;

import io.filstore.ipni.AdDraft;
import io.filstore.ipni.Advertisement;
import io.filstore.ipni.ExtendedProviders;
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
  private final Mirrors mirrors;
  private final Chain chain;
  private final Listings listings;

  /** Settings do not change while this runs, so the chain is asked until it says what they say. */
  private boolean mirrorsAreSaid;

  Statements(OwnPeer self, Mirrors mirrors, Chain chain, Listings listings) {
    this.self = self;
    this.mirrors = mirrors;
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

  /**
   * All of it is at the addresses of now, and at mirrors, unless the chain says so already. An
   * advertisement without content and metadata says no more (storetheindex internal/ingest).
   */
  void where(End end) {
    if (end.head() == null) {
      return;
    }
    @Nullable ExtendedProviders said = mirrorsAreSaid ? null : chain.extended();
    mirrorsAreSaid = mirrorsAreSaid || mirrors.areSaid(said);
    boolean addressesAreSaid = end.addresses().equals(self.addresses());
    if (mirrorsAreSaid && addressesAreSaid) {
      return;
    }
    AdDraft draft = draft(end, Advertisement.NO_ENTRIES, new byte[0], new byte[0], false);
    Advertisement ad =
        mirrorsAreSaid && mirrors.none()
            ? draft.sign(self.key())
            : draft.sign(self.key(), mirrors.sign(draft));
    chain.append(end, ad.dagJson(), null, false, self.addresses());
  }

  private void append(End end, Cid entries, Listing listing, boolean removes) {
    AdDraft draft = draft(end, entries, listing.contextId(), listing.metadata(), removes);
    chain.append(
        end, draft.sign(self.key()).dagJson(), listing.pieceCidV2(), removes, self.addresses());
  }

  private AdDraft draft(End end, Cid entries, byte[] contextId, byte[] metadata, boolean removes) {
    return new AdDraft(
        end.previous(), self.id(), self.addresses(), entries, contextId, metadata, removes);
  }
}
