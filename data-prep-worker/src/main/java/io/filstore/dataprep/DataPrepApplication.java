package io.filstore.dataprep;

import io.filstore.db.DbConfiguration;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Takes {@code pack} jobs; over HTTP it only tells its health and metrics. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(DbConfiguration.class)
public class DataPrepApplication {

  /**
   * The application with its own configuration file, also for a launcher that runs several services
   * in one process.
   */
  public static SpringApplicationBuilder builder() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new SpringApplicationBuilder(DataPrepApplication.class)
        .properties(Map.of("spring.config.name", "data-prep", "filstore.cores", cores));
  }

  public static void main(String[] args) {
    builder().run(args);
  }
}
