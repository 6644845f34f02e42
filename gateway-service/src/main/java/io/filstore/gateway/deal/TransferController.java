package io.filstore.gateway.deal;

import io.filstore.db.deal.Deal;
import io.filstore.db.piece.Pieces;
import io.filstore.db.transfer.Transfers;
import io.filstore.gateway.account.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How the bytes of a deal come along. */
@Tag(name = "deals")
@RestController
final class TransferController {
  private final OwnDeals deals;
  private final Pieces pieces;
  private final Transfers transfers;
  private final Clock clock;

  TransferController(OwnDeals deals, Pieces pieces, Transfers transfers, Clock clock) {
    this.deals = deals;
    this.pieces = pieces;
    this.transfers = transfers;
    this.clock = clock;
  }

  @Operation(summary = "How far the provider's download has come: slow, stuck or complete")
  @GetMapping("/api/v1/deals/{id}/transfer")
  TransferView transfer(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
    Deal deal = deals.own(caller.accountId(), id);
    return TransferView.of(
        deal,
        pieces.find(deal.pieceCid()).orElseThrow().rawSize(),
        transfers.find(deal.pieceCid(), deal.provider()),
        clock.instant());
  }
}
