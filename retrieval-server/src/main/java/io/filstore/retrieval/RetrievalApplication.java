package io.filstore.retrieval;

import io.filstore.blob.FolderBlobStore;
import io.filstore.db.DbConfiguration;
import io.filstore.retrieval.bytes.BrokenOffValve;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.egress.Room;
import io.filstore.retrieval.problem.ProblemReportValve;
import java.io.IOException;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Serves {@code /piece} and {@code /ipfs}. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import(DbConfiguration.class)
public class RetrievalApplication {

  private static final int WRITE = 32 << 10;

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
  CarStore carStore(RetrievalProperties properties) throws IOException {
    return new CarStore(FolderBlobStore.open(properties.carDir()));
  }

  @Bean
  Room room(RetrievalProperties properties) {
    return new Room(properties.answerMemory());
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> brokenAnswersAreCut() {
    return factory -> factory.addContextValves(new BrokenOffValve());
  }

  /** An answer leaves in writes of 32 KiB, not of 8. Costs that much for each open connection. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> largeWrites() {
    return factory ->
        factory.addConnectorCustomizers(connector -> {
          connector.setProperty("socket.appWriteBufSize", Integer.toString(WRITE));
          connector.setProperty("socket.directBuffer", "true");
        });
  }

  /** Requests that never reach a servlet (malformed lines, oversized headers) are problems too. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
    return factory ->
        factory.addContextCustomizers(context -> {
          if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(ProblemReportValve.class.getName());
          }
        });
  }
}
