package io.filstore.gateway.paging;

import io.filstore.gateway.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which part of a list is wanted: at most {@code limit} rows after the cursor. */
public record PageRequest(int limit, Optional<Cursor> after) {
  private static final int DEFAULT = 50;
  private static final int MAX = 1000;

  /**
   * Reads the query parameters {@code limit} and {@code cursor}.
   *
   * @throws ProblemException {@code invalid_request}
   */
  public static PageRequest of(String list, @Nullable Integer limit, @Nullable String cursor) {
    int wanted = limit == null ? DEFAULT : limit;
    if (wanted < 1 || wanted > MAX) {
      throw ProblemException.invalid("limit is " + wanted + ", must be 1 to " + MAX + ".");
    }
    return new PageRequest(
        wanted, Optional.ofNullable(cursor).map(text -> Cursor.parse(list, text)));
  }

  /** Rows to read: one more than wanted shows whether there is a next page. */
  public int rowsToRead() {
    return limit + 1;
  }
}
