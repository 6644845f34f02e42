package io.filstore.retrieval.fallback;

import io.filstore.retrieval.outside.Fault;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A block that is ours and not here, and none of those who were asked gave it. The message names
 * them and may be shown to whoever may read the block.
 */
public final class NoSourceException extends IOException {
  private static final int MOST_NAMED = 8;

  private final boolean tooSlow;

  NoSourceException(List<Tried> tried) {
    super(named(tried.stream().map(Tried::toString).distinct().toList()));
    this.tooSlow = tried.stream().anyMatch(one -> one.fault() == Fault.TOO_SLOW);
  }

  private static String named(List<String> sources) {
    return sources.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (sources.size() > MOST_NAMED ? ", and others" : "");
  }

  /** Whether one of them did not answer in time; it may have the block. */
  public boolean tooSlow() {
    return tooSlow;
  }
}
