package io.filstore.scheduler;

import io.filstore.db.DbConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** Makes deals of packed pieces. */
@SpringBootApplication
@Import(DbConfiguration.class)
public class DealsSchedulerApplication {

  /** The service with its own configuration file, for {@link #main} and for the all-in-one. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(DealsSchedulerApplication.class)
        .properties("spring.config.name=deals-scheduler");
  }

  public static void main(String[] args) {
    SpringApplication application = builder().build();
    application.run(args);
  }
}
