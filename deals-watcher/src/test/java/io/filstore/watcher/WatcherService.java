package io.filstore.watcher;

import io.filstore.db.TestDatabase;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** A running watcher on a database of its own, on a free port. */
public final class WatcherService implements AutoCloseable {
  public static final String TOKEN = "internal-token-of-the-tests-0123456789";

  public static final String WEBHOOK_KEY = "0123456789abcdef".repeat(4);

  private final ServletWebServerApplicationContext context;

  private WatcherService(ServletWebServerApplicationContext context) {
    this.context = context;
  }

  public static WatcherService start(TestDatabase database, String... settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("FILSTORE_INTERNAL_TOKEN", TOKEN);
    all.put("FILSTORE_WEBHOOK_KEY", WEBHOOK_KEY);
    all.put("WATCHER_PORT", "0");
    all.put("LOTUS_RPC", "http://127.0.0.1:1/rpc/v1");
    Stream.concat(Arrays.stream(database.springProperties()), Arrays.stream(settings))
        .forEach(setting -> {
          int equals = setting.indexOf('=');
          all.put(setting.substring(0, equals), setting.substring(equals + 1));
        });
    String[] arguments =
        all.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    return new WatcherService(
        (ServletWebServerApplicationContext) DealsWatcherApplication.builder().run(arguments));
  }

  public int port() {
    return Objects.requireNonNull(context.getWebServer()).getPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
