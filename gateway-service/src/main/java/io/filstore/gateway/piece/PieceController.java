package io.filstore.gateway.piece;

import io.filstore.db.deal.Deals;
import io.filstore.db.piece.Piece;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Pieces over HTTP. */
@Tag(name = "pieces")
@RestController
@RequestMapping("/api/v1/pieces")
final class PieceController {
  private final Pieces pieces;
  private final Uploads uploads;
  private final Deals deals;

  PieceController(Pieces pieces, Uploads uploads, Deals deals) {
    this.pieces = pieces;
    this.uploads = uploads;
    this.deals = deals;
  }

  @Operation(summary = "A piece that holds an own upload, by piece CID v1 or v2")
  @GetMapping("/{pieceCid}")
  PieceView one(@AuthenticationPrincipal Caller caller, @PathVariable String pieceCid) {
    String key = PieceText.v1(pieceCid);
    Piece piece = pieces.find(key).orElseThrow(() -> unknown(key));
    List<String> own =
        uploads.ofPiece(key).stream()
            .filter(upload -> upload.accountId().equals(caller.accountId()))
            .map(Upload::id)
            .toList();
    if (own.isEmpty()) {
      throw unknown(key);
    }
    return PieceView.of(piece, pieces.carOfPiece(key), own, summaries(key));
  }

  private List<PieceView.DealSummary> summaries(String pieceCid) {
    return deals.ofPiece(pieceCid).stream()
        .map(deal ->
            new PieceView.DealSummary(
                deal.id(), deal.provider(), deal.product(), deal.state().word()))
        .toList();
  }

  private static ProblemException unknown(String key) {
    return ProblemException.notFound("piece", key);
  }
}
