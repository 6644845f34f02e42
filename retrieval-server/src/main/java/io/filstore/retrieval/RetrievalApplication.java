package io.filstore.retrieval;

import io.filstore.retrieval.bytes.BrokenOffValve;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Serves {@code /piece} and {@code /ipfs}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RetrievalApplication {

  /**
   * The application with its own configuration file, also for a launcher that runs several services
   * in one process.
   */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(RetrievalApplication.class)
        .properties("spring.config.name=retrieval");
  }

  public static void main(String[] args) {
    builder().run(args);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> brokenAnswersAreCut() {
    return factory -> factory.addContextValves(new BrokenOffValve());
  }
}
