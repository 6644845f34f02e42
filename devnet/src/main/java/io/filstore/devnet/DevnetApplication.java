package io.filstore.devnet;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** A simulated Filecoin network for laptops and tests. Nothing it does reaches a real one. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(DevnetProperties.class)
public class DevnetApplication {

  /** The application with its configuration file, {@code devnet.yml}. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(DevnetApplication.class)
        .properties("spring.config.name=devnet");
  }

  public static void main(String[] args) {
    builder().run(args);
  }
}
