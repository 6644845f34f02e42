package io.filstore.gateway.policy;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the scheduler is asked to reach where no policy of an account says otherwise, as far as the
 * API shows it.
 *
 * @param replicas number of providers that should keep each piece
 * @param renewal what becomes of a copy whose term ends
 */
@ConfigurationProperties("filstore.gateway.policy")
public record SettingsPolicy(
    @DefaultValue("2") int replicas, @DefaultValue("redeal") String renewal) {
  public SettingsPolicy {
    require(replicas >= 1, "DEAL_REPLICAS", replicas, "at least 1");
    require(
        List.of("redeal", "let_lapse", "ask").contains(renewal),
        "DEAL_RENEWAL",
        renewal,
        "redeal, let_lapse or ask");
  }

  private static void require(boolean holds, String key, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is '" + value + "', it must be " + range);
    }
  }
}
