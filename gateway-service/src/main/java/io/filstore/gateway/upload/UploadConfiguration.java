package io.filstore.gateway.upload;

import io.filstore.gateway.idempotency.Idempotency;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The wiring of staging, and its housekeeping. */
@EnableScheduling
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(UploadConfiguration.class);

  @Bean
  Staging staging(UploadProperties properties, UploadCommit commit) throws IOException {
    Staging staging = Staging.open(properties.stagingDir());
    int removed = staging.sweep(commit::exists);
    if (removed > 0) {
      LOG.info("removed {} uploads that a killed process left half received", removed);
    }
    return staging;
  }

  @Bean
  StagingSpace stagingSpace(Staging staging, UploadProperties properties) {
    return new StagingSpace(
        staging::usableSpace, properties.stagingReserve().toBytes(), properties.retryAfterFull());
  }

  /** Settles what a failing database left open. */
  @Component
  static final class Housekeeping {
    private static final Duration DOUBT = Duration.ofMinutes(1);

    private final Staging staging;
    private final UploadCommit commit;
    private final Idempotency idempotency;
    private final Clock clock;

    Housekeeping(Staging staging, UploadCommit commit, Idempotency idempotency, Clock clock) {
      this.staging = staging;
      this.commit = commit;
      this.idempotency = idempotency;
      this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void settle() throws IOException {
      staging.settleDoubtful(clock.instant().minus(DOUBT), commit::exists);
      idempotency.removeExpired();
    }
  }
}
