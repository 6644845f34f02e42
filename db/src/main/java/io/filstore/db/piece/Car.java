package io.filstore.db.piece;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code car}: a CARv1 in the CAR store.
 *
 * @param profile how its tree was made, or {@link #AS_SENT}
 * @param blobName name in the blob store, {@code <piece CID v1>.car}; its index is beside it as
 *     {@code .idx}
 * @param damagedAt since when its bytes are known not to be what was stored; null while they are
 * @param damage what was found, for people
 */
public record Car(
    String id,
    String pieceCid,
    String rootCid,
    String profile,
    long rawSize,
    long blockCount,
    String blobName,
    Instant createdAt,
    @Nullable Instant damagedAt,
    @Nullable String damage) {

  /** In the place of a packing profile: the CAR was uploaded as it is, its tree is the sender's. */
  public static final String AS_SENT = "car";

  /** The order in which CARs are tried when several have what is wanted. */
  public static final Comparator<Car> NEWEST_FIRST =
      Comparator.comparing(Car::createdAt).reversed().thenComparing(Car::id);

  /** Whether its bytes must not be served. */
  public boolean isDamaged() {
    return damagedAt != null;
  }
}
