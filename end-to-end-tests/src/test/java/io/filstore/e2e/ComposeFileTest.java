package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** What {@code docker-compose.yml} promises about the containers, without starting one. */
class ComposeFileTest {

  /** Secrets of others that not every deployment has. */
  private static final Set<String> OPTIONAL = Set.of("FILSTORE_REMOTE_SIGNER_TOKEN");

  /** Compose v2 refuses a file in which a key stands twice, and nothing starts. */
  @Test
  void namesNoKeyTwice() throws IOException {
    assertThat(services()).containsKeys("gateway", "deals", "watcher", "retrieval", "data-prep");
  }

  @Test
  void runsItsOwnImagesWithoutPrivileges() throws IOException {
    services()
        .forEach((name, service) -> {
          if (service.containsKey("build")) {
            assertThat(service).as(name).containsEntry("read_only", true);
            assertThat(service).as(name).containsEntry("cap_drop", List.of("ALL"));
            assertThat(service)
                .as(name)
                .containsEntry("security_opt", List.of("no-new-privileges:true"));
          }
        });
  }

  @Test
  void publishesOnlyTheTwoDoorsAndThoseOnLoopback() throws IOException {
    services()
        .forEach((name, service) -> {
          if (!service.containsKey("ports")) {
            return;
          }
          assertThat(name).isIn("gateway", "retrieval");
          assertThat((List<?>) service.get("ports"))
              .as(name)
              .allMatch(
                  port -> port.toString().startsWith("${FILSTORE_PUBLISH_ADDRESS:-127.0.0.1}:"));
        });
  }

  @Test
  void knowsNoSecretAndRefusesToStartWithoutOne() throws IOException {
    services()
        .forEach((name, service) ->
            environment(service)
                .forEach((key, value) -> {
                  if (OPTIONAL.contains(key)) {
                    assertThat(value.toString()).as(name + " " + key + " has no default").isEmpty();
                  } else if (key.matches(
                      "(FILSTORE|POSTGRES|DATABASE)_.*(TOKEN|PASSWORD|KEY|PEPPER)")) {
                    assertThat(value.toString())
                        .as(name + " " + key)
                        .matches("\\$\\{[A-Z_]+:\\?[^}]+}");
                  }
                }));
  }

  private static Map<String, Object> environment(Map<String, Object> service) {
    return section(service.getOrDefault("environment", Map.of()));
  }

  private static Map<String, Map<String, Object>> services() throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    strict.setMaxAliasesForCollections(200);
    String text = Files.readString(Repository.top().resolve("docker-compose.yml"));
    Map<String, Object> file = new Yaml(strict).load(text);
    Map<String, Map<String, Object>> services = new TreeMap<>();
    section(file.get("services")).forEach((name, service) -> services.put(name, section(service)));
    return services;
  }

  private static Map<String, Object> section(@Nullable Object node) {
    Map<String, Object> section = new TreeMap<>();
    if (!(node instanceof Map<?, ?> map)) {
      throw new AssertionError("a section is no mapping but " + node);
    }
    map.forEach((key, value) -> section.put(String.valueOf(key), value == null ? "" : value));
    return section;
  }
}
