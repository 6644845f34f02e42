package io.filstore.client.deal;

import java.math.BigInteger;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in a refusal, in the unit of its cause: attoFIL per epoch for a price, epochs, bytes,
 * attoFIL. What the text does not tell is absent.
 *
 * @param given what was offered
 * @param least the least that passes
 * @param most the most that passes
 */
public record Stated(
    @Nullable BigInteger given, @Nullable BigInteger least, @Nullable BigInteger most) {

  static final Stated NOTHING = new Stated(null, null, null);

  static Stated of(Matcher match) {
    return new Stated(number(match, "given"), number(match, "least"), number(match, "most"));
  }

  boolean aboveMost() {
    return given != null && most != null && given.compareTo(most) > 0;
  }

  private static @Nullable BigInteger number(Matcher match, String name) {
    if (!match.namedGroups().containsKey(name) || match.group(name) == null) {
      return null;
    }
    return new BigInteger(match.group(name));
  }
}
