package io.filstore.scheduler.pull;

import io.filstore.db.chain.Provider;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.Deals;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.filecoin.Epoch;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Candidates;
import io.filstore.scheduler.policy.Copies;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.policy.PiecePolicy;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider may have: pieces that found no taker among the providers of the policy, as far as
 * the rules of placement let this one have them. A provider need not be among those of the policy:
 * the operator's key for it stands for that.
 */
final class PullList {
  /** Pieces that one question looks at, however few of them fit. */
  private static final int MOST_LOOKS = 500;

  private final Pieces pieces;
  private final Deals deals;
  private final Candidates candidates;
  private final ProviderDirectory directory;
  private final ClientWallet wallet;
  private final FreshChain chain;
  private final PiecePolicies policies;

  PullList(
      Pieces pieces,
      Deals deals,
      Candidates candidates,
      ProviderDirectory directory,
      ClientWallet wallet,
      FreshChain chain,
      PiecePolicies policies) {
    this.pieces = pieces;
    this.deals = deals;
    this.candidates = candidates;
    this.directory = directory;
    this.wallet = wallet;
    this.chain = chain;
    this.policies = policies;
  }

  /**
   * One page.
   *
   * @param next the id behind which the next page begins; absent at the end
   */
  record Offers(List<OfferView> data, @Nullable String next) {}

  /**
   * A page of what the provider may have.
   *
   * @param after id behind which it begins, empty for the beginning
   * @param minSize padded bytes
   * @param maxSize padded bytes
   */
  Offers of(String provider, long minSize, long maxSize, String after, int limit) {
    Epoch head = chain.head().height();
    Provider asked = directory.current(provider, wallet.key());
    List<Piece> rows = pieces.withoutTaker(after, minSize, maxSize, MOST_LOOKS);
    List<OfferView> data = new ArrayList<>();
    for (Piece piece : rows) {
      List<Deal> ofPiece = deals.ofPiece(piece.pieceCid());
      PiecePolicy policy = policies.ofPiece(piece.pieceCid());
      int missing = Copies.missing(ofPiece, policy);
      if (missing > 0 && isOpen(asked, piece, ofPiece, policy, head)) {
        data.add(OfferView.of(piece, policy, missing));
      }
      if (data.size() == limit) {
        boolean last = piece.equals(rows.getLast()) && rows.size() < MOST_LOOKS;
        return new Offers(data, last ? null : piece.pieceCid());
      }
    }
    return new Offers(data, rows.size() < MOST_LOOKS ? null : rows.getLast().pieceCid());
  }

  private boolean isOpen(
      Provider provider, Piece piece, List<Deal> ofPiece, PiecePolicy policy, Epoch head) {
    boolean has =
        ofPiece.stream()
            .anyMatch(deal ->
                deal.state().open()
                    && deal.provider().equals(provider.id())
                    && !Copies.hopeless(deal));
    return !has && candidates.refusal(provider, ofPiece, piece, policy, head).isEmpty();
  }
}
