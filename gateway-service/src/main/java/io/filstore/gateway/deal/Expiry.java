package io.filstore.gateway.deal;

import io.filstore.db.deal.DealView.At;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy whose term ends.
 *
 * @param uploads of the account that lie in the piece
 * @param renewal what becomes of it: {@code redeal}, {@code let_lapse} or {@code ask}
 * @param decision what was decided for this copy, before the policy
 * @param copiesAfter proven copies of the piece whose term ends later
 * @param underWay deals of the piece that are not proven yet
 * @param wanted copies that the piece should have
 */
record Expiry(
    String deal,
    String pieceCid,
    List<String> uploads,
    String provider,
    String state,
    @Nullable At end,
    String renewal,
    @Nullable String decision,
    int copiesAfter,
    int underWay,
    int wanted) {}
