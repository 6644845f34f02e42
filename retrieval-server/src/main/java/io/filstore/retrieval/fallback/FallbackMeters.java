package io.filstore.retrieval.fallback;

import io.filstore.retrieval.outside.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** What the fallback did, by the kind of source; who they are is no label, since anybody may be. */
final class FallbackMeters {
  private static final String KIND = "kind";

  private final MeterRegistry registry;

  FallbackMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A source gave a block. */
  void block(Source source, int bytes, Duration took) {
    registry.counter("filstore.fallback.blocks", KIND, source.kind()).increment();
    registry.counter("filstore.fallback.bytes", KIND, source.kind()).increment(bytes);
    registry.timer("filstore.fallback.took", KIND, source.kind()).record(took);
  }

  /** A source gave none; wrong bytes are {@code fault="wrong_bytes"}. */
  void nothing(Source source, Fault fault) {
    String name = fault.name().toLowerCase(Locale.ROOT);
    registry.counter("filstore.fallback.failures", KIND, source.kind(), "fault", name).increment();
  }

  /** A source is left alone for a while, or until an operator says otherwise. */
  void broken(Source source) {
    registry.counter("filstore.fallback.circuits.broken", KIND, source.kind()).increment();
  }

  /** How many sources wait for an operator, as long as the book is in use. */
  void blocked(HealthBook book) {
    registry.gauge("filstore.fallback.blocked", book, HealthBook::blocked);
  }
}
