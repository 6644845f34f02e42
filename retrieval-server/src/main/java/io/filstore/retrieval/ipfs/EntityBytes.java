package io.filstore.retrieval.ipfs;

import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.EntityReader;
import io.filstore.unixfs.EntityReader.Extent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameter {@code entity-bytes=from:to} (trustless gateway specification): bytes of a file,
 * both ends included, negative numbers counted from its end; {@code *} is the end.
 *
 * @param to last byte; {@link Long#MAX_VALUE} for the end
 */
record EntityBytes(long from, long to) implements EntityReader.Part {

  private static final Pattern FORM = Pattern.compile("(-?\\d+):(-?\\d+|\\*)");

  static EntityBytes parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      try {
        String to = form.group(2);
        return new EntityBytes(
            Long.parseLong(form.group(1)), to.equals("*") ? Long.MAX_VALUE : Long.parseLong(to));
      } catch (NumberFormatException tooLong) {
        throw refused();
      }
    }
    throw refused();
  }

  private static RuntimeException refused() {
    return Problem.invalidRequest(
            "entity-bytes must be from:to, two integers of 64 bits; * stands for the end.")
        .exception();
  }

  @Override
  public Extent of(long size) {
    long first = from < 0 ? Math.max(0, size + from) : from;
    long last = to < 0 ? size + to : Math.min(to, size - 1);
    return new Extent(first, last + 1);
  }
}
