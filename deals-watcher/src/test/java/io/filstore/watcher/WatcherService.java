package io.filstore.watcher;

import io.filstore.db.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** A running watcher on a database of its own, on a free port. */
public final class WatcherService implements AutoCloseable {
  public static final String TOKEN = "internal-token-of-the-tests-0123456789";

  private final ServletWebServerApplicationContext context;

  private WatcherService(ServletWebServerApplicationContext context) {
    this.context = context;
  }

  public static WatcherService start(TestDatabase database, String... settings) {
    List<String> arguments = new ArrayList<>();
    for (String property : database.springProperties()) {
      arguments.add("--" + property);
    }
    arguments.add("--FILSTORE_INTERNAL_TOKEN=" + TOKEN);
    arguments.add("--WATCHER_PORT=0");
    arguments.add("--LOTUS_RPC=http://127.0.0.1:1/rpc/v1");
    Arrays.stream(settings).map(setting -> "--" + setting).forEach(arguments::add);
    return new WatcherService(
        (ServletWebServerApplicationContext)
            DealsWatcherApplication.builder().run(arguments.toArray(String[]::new)));
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
