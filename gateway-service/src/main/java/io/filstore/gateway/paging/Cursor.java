package io.filstore.gateway.paging;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A place in a list: after the row with this time and id. Clients see it as opaque text.
 *
 * @param list which list it belongs to
 */
public record Cursor(String list, String first, String second) {

  /** After a row of a list in the order of creation. */
  public static Cursor after(String list, Instant createdAt, String id) {
    return new Cursor(list, createdAt.toString(), id);
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws ProblemException {@code invalid_request} when it is not a cursor of this list
   */
  static Cursor parse(String list, String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", -1);
      boolean clean = Arrays.stream(parts).allMatch(Cursor::isClean);
      if (parts.length == 3 && parts[0].equals(list) && clean) {
        return new Cursor(list, parts[1], parts[2]);
      }
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
    throw ProblemException.invalid("The cursor does not belong to this list.");
  }

  /** The time of the row. */
  public Timestamp time() {
    try {
      return Timestamp.from(Instant.parse(first));
    } catch (DateTimeException e) {
      throw invalid(e);
    }
  }

  /** The number of the row, for lists in the order of numbers. */
  public long number() {
    try {
      return Long.parseLong(first);
    } catch (NumberFormatException e) {
      throw invalid(e);
    }
  }

  /** The amount of the row, for lists in the order of amounts; at most 78 digits. */
  public BigInteger amount() {
    if (!first.matches("[0-9]{1,78}")) {
      throw invalid(new NumberFormatException("no amount"));
    }
    return new BigInteger(first);
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + "\n" + first + "\n" + second).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isClean(String part) {
    return part.codePoints().noneMatch(Character::isISOControl);
  }

  private static ProblemException invalid(RuntimeException cause) {
    return new ProblemException(
        ProblemCode.INVALID_REQUEST,
        "The cursor cannot be read; take it from a list's answer.",
        cause);
  }
}
