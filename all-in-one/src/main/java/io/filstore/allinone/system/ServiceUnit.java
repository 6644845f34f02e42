package io.filstore.allinone.system;

import io.filstore.dataprep.DataPrepApplication;
import io.filstore.devnet.DevnetApplication;
import io.filstore.gateway.GatewayApplication;
import io.filstore.retrieval.RetrievalApplication;
import io.filstore.scheduler.DealsSchedulerApplication;
import io.filstore.watcher.DealsWatcherApplication;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One service: its name, its own Spring application, its port.
 *
 * @param without libraries of its neighbours that it does not have when it runs alone
 */
record ServiceUnit(
    String name,
    Supplier<SpringApplicationBuilder> application,
    ToIntFunction<Ports> port,
    List<String> without) {

  private static final List<String> DATABASE_AND_SECURITY =
      List.of(
          "org.springframework.boot.jdbc.",
          "org.springframework.boot.flyway.",
          "org.springframework.boot.transaction.",
          "org.springframework.boot.persistence.",
          "org.springframework.boot.security.",
          "com.github.kagkarlsson.",
          "org.springdoc.");

  static final ServiceUnit DEVNET =
      new ServiceUnit("devnet", DevnetApplication::builder, Ports::devnet, DATABASE_AND_SECURITY);

  /** The services in the order in which an upload meets them. */
  static final List<ServiceUnit> SERVICES =
      List.of(
          new ServiceUnit("gateway", GatewayApplication::builder, Ports::gateway, List.of()),
          new ServiceUnit("data-prep", DataPrepApplication::builder, Ports::dataPrep, List.of()),
          new ServiceUnit(
              "deals-scheduler", DealsSchedulerApplication::builder, Ports::scheduler, List.of()),
          new ServiceUnit(
              "deals-watcher", DealsWatcherApplication::builder, Ports::watcher, List.of()),
          new ServiceUnit("retrieval", RetrievalApplication::builder, Ports::retrieval, List.of()));

  /** Starts the context; the settings win over the environment and the service's own file. */
  ConfigurableApplicationContext start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(ForeignLibraries.without(without));
    String[] arguments =
        all.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    return application.get().registerShutdownHook(false).run(arguments);
  }
}
