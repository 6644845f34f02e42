package io.filstore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code .env.example} lists every variable exactly once, with the default that the services use.
 */
class EnvExampleTest {
  private static final List<String> SERVICES =
      List.of("gateway", "data-prep", "deals-scheduler", "deals-watcher", "retrieval", "devnet");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^${}]*))?");
  private static final Pattern LINE = Pattern.compile("^#? ?([A-Z][A-Z0-9_]*)=(.*)$");

  /** Read by the launcher and the all-in-one themselves. */
  private static final Set<String> LAUNCHER =
      Set.of(
          "FILSTORE_CLI_HEAP",
          "FILSTORE_DATA_DIR",
          "FILSTORE_HEAP",
          "FILSTORE_TRAINING_MIB",
          "POSTGRES_PORT");

  /** Set by the Compose file and the all-in-one, never by the user. */
  private static final Set<String> WIRED =
      Set.of("DATABASE_URL", "DATABASE_USER", "DATABASE_PASSWORD");

  @Test
  void listsEveryVariableOnce() throws IOException {
    Set<String> used = new TreeSet<>(LAUNCHER);
    SERVICES.forEach(service -> used.addAll(placeholders(service).keySet()));
    used.addAll(
        placeholdersIn(Files.readString(Repository.top().resolve("docker-compose.yml"))).keySet());
    used.removeAll(WIRED);

    assertThat(documented().keySet()).containsExactlyElementsOf(used);
  }

  @Test
  void givesTheDefaultsThatTheServicesUse() throws IOException {
    Map<String, String> documented = documented();
    for (String service : SERVICES) {
      placeholders(service)
          .forEach((name, standard) -> {
            if (!standard.isEmpty() && !WIRED.contains(name)) {
              assertThat(documented.get(name))
                  .as("%s of %s.yml", name, service)
                  .isEqualTo(standard);
            }
          });
    }
  }

  /** In Compose each service gets its own variables and no secret that is not its own. */
  @Test
  void composePassesOnWhatEachServiceReads() throws IOException {
    String compose = Files.readString(Repository.top().resolve("docker-compose.yml"));
    Map<String, String> names =
        Map.of(
            "deals-scheduler",
            "deals",
            "deals-watcher",
            "watcher",
            "gateway",
            "gateway",
            "data-prep",
            "data-prep",
            "retrieval",
            "retrieval",
            "devnet",
            "devnet");
    names.forEach((file, service) -> {
      Set<String> read = new TreeSet<>(placeholders(file).keySet());
      read.removeIf(name -> name.endsWith("_PORT") || WIRED.contains(name));
      Matcher section =
          Pattern.compile("(?ms)^  " + service + ":$.*?(?=^  [a-z#]|^volumes:)").matcher(compose);
      assertThat(section.find()).as(service).isTrue();
      Set<String> passed = new TreeSet<>();
      Matcher entry = Pattern.compile("(?m)^      ([A-Z][A-Z0-9_]+):").matcher(section.group());
      while (entry.find()) {
        passed.add(entry.group(1));
      }
      assertThat(passed).as(service).isEqualTo(read);
    });
  }

  private static Map<String, String> documented() throws IOException {
    Path file = Repository.top().resolve(".env.example");
    Map<String, String> values = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher match = LINE.matcher(line);
      if (match.matches()) {
        assertThat(values.put(match.group(1), match.group(2))).as(match.group(1)).isNull();
      }
    }
    return values;
  }

  private static Map<String, String> placeholders(String service) {
    try (InputStream in = EnvExampleTest.class.getResourceAsStream("/" + service + ".yml")) {
      assertThat(in).as(service + ".yml").isNotNull();
      return in == null
          ? Map.of()
          : placeholdersIn(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> placeholdersIn(String text) {
    Map<String, String> found = new TreeMap<>();
    Matcher match = PLACEHOLDER.matcher(text);
    while (match.find()) {
      String standard = match.group(2) == null ? "" : match.group(2);
      found.merge(match.group(1), standard, (a, b) -> a.isEmpty() ? b : a);
    }
    return found;
  }
}
