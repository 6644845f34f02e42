package io.filstore.db.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code transfer}: one piece on its way to one provider.
 *
 * @param sentBytes sent by our retrieval server; what is asked for again counts again
 * @param receivedBytes as the provider says
 * @param receivedFirstAt when that number was first above zero
 * @param receivedLastAt when it last grew
 */
public record Transfer(
    String pieceCid,
    String provider,
    long sentBytes,
    @Nullable Instant sentFirstAt,
    @Nullable Instant sentLastAt,
    long receivedBytes,
    @Nullable Instant receivedFirstAt,
    @Nullable Instant receivedLastAt) {

  /** The better of both numbers, but no more than there is. */
  public long bytes(long size) {
    return Math.min(size, Math.max(sentBytes, receivedBytes));
  }

  /** When a byte last moved; empty before the first. */
  public Optional<Instant> lastByteAt() {
    return Stream.of(Optional.ofNullable(sentLastAt), Optional.ofNullable(receivedLastAt))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  /** Bytes per second from the first byte to the last; empty before there is a second. */
  public OptionalLong bytesPerSecond(long size) {
    Optional<Instant> first =
        Stream.of(Optional.ofNullable(sentFirstAt), Optional.ofNullable(receivedFirstAt))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    if (first.isEmpty()) {
      return OptionalLong.empty();
    }
    long millis = Duration.between(first.get(), lastByteAt().orElseThrow()).toMillis();
    return millis < 1000
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(bytes(size) * 1000.0 / millis));
  }
}
