package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query string decoded strictly as UTF-8; the server's own decoding would replace what is not.
 */
final class QueryText {
  private final Map<String, String> values = new HashMap<>();

  private QueryText() {}

  static QueryText of(@Nullable String query) {
    QueryText text = new QueryText();
    if (query != null) {
      for (String pair : query.split("&")) {
        text.add(pair);
      }
    }
    return text;
  }

  Optional<String> first(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private void add(String pair) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    if (values.put(name, value) != null) {
      throw ProblemException.invalid("A query parameter is given twice.");
    }
  }

  private static String decode(String text) {
    return HeaderText.percentDecoded(text.replace('+', ' '));
  }
}
