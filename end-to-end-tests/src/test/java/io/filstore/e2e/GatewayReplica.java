package io.filstore.e2e;

import io.filstore.allinone.system.SystemDescription;
import io.filstore.gateway.GatewayApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** A second gateway on the database and staging folder of a running system. */
final class GatewayReplica implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private GatewayReplica(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static GatewayReplica start(SystemDescription system, Map<String, String> settings)
      throws IOException {
    Path folder = Path.of(system.stateFolder());
    Path secrets = folder.resolve("secrets");
    Map<String, String> all = new HashMap<>();
    all.put("GATEWAY_PORT", "0");
    all.put("DATABASE_URL", system.database() + "?currentSchema=deals");
    all.put("DATABASE_PASSWORD", Files.readString(secrets.resolve("database-password")).strip());
    all.put("FILSTORE_API_KEY_PEPPER", Files.readString(secrets.resolve("api-key-pepper")).strip());
    all.put("FILSTORE_INTERNAL_TOKEN", Files.readString(secrets.resolve("internal-token")).strip());
    all.put("FILSTORE_WEBHOOK_KEY", Files.readString(secrets.resolve("webhook-key")).strip());
    all.put("STAGING_DIR", folder.resolve("staging").toString());
    all.put("WATCHER_URL", system.address("deals-watcher").toString());
    all.put("SCHEDULER_URL", system.address("deals-scheduler").toString());
    all.putAll(settings);
    String[] arguments =
        all.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    return new GatewayReplica(GatewayApplication.builder().run(arguments));
  }

  HttpRequest.Builder request(String key, String path) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + key);
  }

  @Override
  public void close() {
    context.close();
  }
}
