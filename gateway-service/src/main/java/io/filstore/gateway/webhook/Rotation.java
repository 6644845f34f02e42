package io.filstore.gateway.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a new secret.
 *
 * @param secret made for you when there is none
 * @param overlapS seconds for which the secrets before it go on signing; 0 ends them at once
 */
record Rotation(@Nullable String secret, @Nullable Long overlapS) {
  @Override
  public String toString() {
    return "Rotation[hidden]";
  }
}
