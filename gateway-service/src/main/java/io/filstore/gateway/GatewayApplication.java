package io.filstore.gateway;

import io.filstore.db.DbConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The public service: uploads, questions about them, and the push of deal states. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import(DbConfiguration.class)
public class GatewayApplication {

  /**
   * The application with its own configuration file, also for a launcher that runs several services
   * in one process.
   */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(GatewayApplication.class)
        .properties("spring.config.name=gateway");
  }

  public static void main(String[] args) {
    builder().run(args);
  }
}
