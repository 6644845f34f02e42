package io.filstore.gateway.deal;

import io.filstore.db.deal.Actor;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** CARs that reach their providers by hand. */
@Tag(name = "deals")
@RestController
@EnableConfigurationProperties(DeliveryProperties.class)
final class DeliveryController {
  private static final String COMMITMENT = "fr32-sha256-trunc254-padbintree";
  private static final Set<DealState> WAITING =
      EnumSet.of(DealState.ACCEPTED, DealState.TRANSFERRING);

  private final OwnDeals own;
  private final DealChanges changes;
  private final Pieces pieces;
  private final DeliveryProperties properties;
  private final Clock clock;

  DeliveryController(
      OwnDeals own,
      DealChanges changes,
      Pieces pieces,
      DeliveryProperties properties,
      Clock clock) {
    this.own = own;
    this.changes = changes;
    this.pieces = pieces;
    this.properties = properties;
    this.clock = clock;
  }

  @Operation(summary = "Where the CAR of an offline deal is fetched, and what its bytes come to")
  @GetMapping("/api/v1/deals/{id}/delivery")
  DeliveryView delivery(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    return view(offline(own.own(caller.accountId(), id)));
  }

  @Operation(summary = "The CAR was handed over to the provider; saying it twice changes nothing")
  @PostMapping("/api/v1/deals/{id}:delivered")
  DeliveryView delivered(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Deal deal = offline(own.own(caller.accountId(), id));
    return view(deal.deliveredAt() == null ? hand(deal) : deal);
  }

  private Deal hand(Deal deal) {
    if (!WAITING.contains(deal.state())) {
      throw new ProblemException(
          ProblemCode.CONFLICT,
          "The deal is " + deal.state().word() + ": its provider does not wait for a CAR.");
    }
    return changes.apply(deal, DealMove.delivered(clock.instant()).by(Actor.USER));
  }

  private static Deal offline(Deal deal) {
    if (!deal.offline()) {
      throw new ProblemException(
          ProblemCode.CONFLICT, "The provider downloads this deal's CAR by itself.");
    }
    return deal;
  }

  private DeliveryView view(Deal deal) {
    Piece piece = pieces.find(deal.pieceCid()).orElseThrow();
    return new DeliveryView(
        deal.deliveredAt() == null ? "awaited" : "delivered",
        deal.id(),
        deal.provider(),
        deal.proposalKey(),
        List.of(properties.urlOf(piece.pieceCid())),
        piece.rawSize(),
        new DeliveryView.Checksum(COMMITMENT, piece.pieceCid(), piece.pieceCidV2()),
        deal.deliveredAt());
  }
}
