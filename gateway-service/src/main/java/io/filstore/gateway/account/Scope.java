package io.filstore.gateway.account;

import io.filstore.gateway.problem.ProblemException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may be allowed to do. */
public enum Scope {
  UPLOADS_WRITE("uploads:write"),
  UPLOADS_READ("uploads:read"),
  DEALS_READ("deals:read"),
  DEALS_PLAN("deals:plan"),
  CONTENT_READ("content:read"),
  PROVIDERS_READ("providers:read"),
  PROVIDERS_MANAGE("providers:manage"),
  WALLETS_READ("wallets:read"),
  WALLETS_MANAGE("wallets:manage"),
  SP_DEALS("sp:deals"),
  ADMIN("admin:*");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /** The text in the database and the API. */
  public String text() {
    return text;
  }

  /** Every scope there is. */
  static Set<String> all() {
    return Arrays.stream(values()).map(Scope::text).collect(Collectors.toSet());
  }

  /** Checks texts from outside. */
  static Set<String> parse(List<String> texts) {
    if (texts.isEmpty()) {
      throw ProblemException.invalid("scopes must not be empty.");
    }
    for (String text : texts) {
      if (!all().contains(text)) {
        throw ProblemException.invalid(
            "There is no scope '" + text.replaceAll("[^a-z:*]", "?") + "'.");
      }
    }
    return new LinkedHashSet<>(texts);
  }
}
