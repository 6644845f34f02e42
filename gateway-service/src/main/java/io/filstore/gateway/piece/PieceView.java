package io.filstore.gateway.piece;

import io.filstore.db.piece.Car;
import io.filstore.db.piece.Piece;
import io.filstore.piece.PaddedPieceSize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A piece as the API shows it: both forms of its CID, and its sizes in bytes.
 *
 * @param rawSize of the CAR
 * @param unpaddedSize room for data in a piece of this padded size, 127/128 of it
 * @param payloadCid root of its CAR
 * @param uploads ids of one's own uploads that lie in it, wholly or in part
 * @param deals one's deals about it, in short
 * @param shortfall why there are fewer deals than the policy wants, when no deal's cause can say it
 * @param damagedAt since when the stored CAR is known to be damaged and not served; null while it
 *     is sound
 * @param damage what was found, or why it could not be built anew yet and what would help
 */
record PieceView(
    String pieceCid,
    String pieceCidV2,
    String payloadCid,
    long rawSize,
    long unpaddedSize,
    long paddedSize,
    List<String> uploads,
    List<DealSummary> deals,
    @Nullable String shortfall,
    @Nullable Instant damagedAt,
    @Nullable String damage,
    Instant createdAt) {

  /** One provider's deal. */
  record DealSummary(String id, String provider, String product, String state) {}

  static PieceView of(
      Piece piece, Optional<Car> car, List<String> uploads, List<DealSummary> deals) {
    return new PieceView(
        piece.pieceCid(),
        piece.pieceCidV2(),
        piece.payloadCid(),
        piece.rawSize(),
        new PaddedPieceSize(piece.paddedSize()).unpadded(),
        piece.paddedSize(),
        uploads,
        deals,
        piece.shortfall(),
        car.map(Car::damagedAt).orElse(null),
        car.map(Car::damage).orElse(null),
        piece.createdAt());
  }
}
