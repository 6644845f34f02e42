package io.filstore.retrieval.fallback;

import io.filstore.retrieval.outside.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A block that is ours and not here, and none of those who were asked gave it. The message names
 * them and may be shown to whoever may read the block.
 */
public final class NoSourceException extends IOException {
  private static final int MOST_NAMED = 8;

  private final Why why;

  /** What came of all questions together. */
  public enum Why {
    /** Somebody did not answer in time, and may have the block. */
    TOO_SLOW,
    /** Whoever gave anything gave wrong bytes, and there was nobody else who may have the block. */
    WRONG_BYTES,
    /** Those who may have it cannot be reached now. */
    NOT_REACHED
  }

  NoSourceException(List<Tried> tried) {
    super(named(tried.stream().map(Tried::toString).distinct().toList()));
    this.why = why(tried);
  }

  private static String named(List<String> sources) {
    return sources.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (sources.size() > MOST_NAMED ? ", and others" : "");
  }

  private static Why why(List<Tried> tried) {
    if (tried.stream().anyMatch(one -> one.fault() == Fault.TOO_SLOW)) {
      return Why.TOO_SLOW;
    }
    Set<Fault.Kind> kinds =
        tried.stream().map(one -> one.fault().kind()).collect(Collectors.toSet());
    return kinds.contains(Fault.Kind.WRONG) && !kinds.contains(Fault.Kind.FAILED)
        ? Why.WRONG_BYTES
        : Why.NOT_REACHED;
  }

  public Why why() {
    return why;
  }
}
