package io.filstore.watcher;

import io.filstore.db.DbConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The watcher as a service of its own; the all-in-one starts the same {@link #builder()}. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(DbConfiguration.class)
public class DealsWatcherApplication {

  /** Named configuration, because in one JVM every module's files lie on one class path. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(DealsWatcherApplication.class)
        .properties("spring.config.name=deals-watcher");
  }

  public static void main(String[] args) {
    builder().run(args);
  }
}
