package io.filstore.gateway.scheduler;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The scheduler, as this gateway asks it.
 *
 * @param url where it listens (SCHEDULER_URL)
 * @param internalToken what the services of this installation prove themselves with
 * @param timeout for one question; the scheduler asks the chain several times for one answer
 */
@ConfigurationProperties("filstore.gateway.scheduler")
record SchedulerProperties(
    @DefaultValue("http://127.0.0.1:17402") URI url,
    @Nullable String internalToken,
    @DefaultValue("40s") Duration timeout) {

  SchedulerProperties {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "filstore.gateway.scheduler.url (SCHEDULER_URL) is " + url + ", must be http or https");
    }
  }

  @Override
  public String internalToken() {
    return Objects.requireNonNullElse(internalToken, "");
  }

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "SchedulerProperties[url=" + url + "]";
  }
}
