package io.filstore.allinone;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.filstore.allinone.system.Health;
import io.filstore.allinone.system.StateFolder;
import io.filstore.allinone.system.SystemDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Says of every service where it is and how it is; exit 0 when all are up, 3 otherwise. */
final class StatusCommand {
  private static final int NOT_RUNNING = 3;

  private final StateFolder folder;

  StatusCommand(StateFolder folder) {
    this.folder = folder;
  }

  /** The JSON document of {@code status --json}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Document(
      boolean running,
      boolean healthy,
      @Nullable Long pid,
      @JsonProperty("state_folder") String stateFolder,
      @JsonProperty("log_folder") @Nullable String logFolder,
      @JsonProperty("api_key_file") @Nullable String apiKeyFile,
      List<Health.Reading> services) {}

  int run(boolean json) {
    Optional<SystemDescription> system = SystemDescription.running(folder);
    List<Health.Reading> readings = system.map(Health::of).orElse(List.of());
    boolean healthy = system.isPresent() && readings.stream().allMatch(Health.Reading::isUp);
    if (json) {
      print(document(system, readings, healthy));
    } else {
      print(system, readings);
    }
    return healthy ? 0 : NOT_RUNNING;
  }

  private Document document(
      Optional<SystemDescription> system, List<Health.Reading> readings, boolean healthy) {
    return new Document(
        system.isPresent(),
        healthy,
        system.map(SystemDescription::pid).orElse(null),
        folder.root().toString(),
        system.map(SystemDescription::logFolder).orElse(null),
        system.map(SystemDescription::apiKeyFile).orElse(null),
        readings);
  }

  private static void print(Document document) {
    System.out.println(
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }

  private void print(Optional<SystemDescription> system, List<Health.Reading> readings) {
    if (system.isEmpty()) {
      System.out.println("Nothing runs on " + folder.root() + ".");
      return;
    }
    for (Health.Reading reading : readings) {
      System.out.printf("%-18s %-28s %s%n", reading.name(), reading.address(), reading.health());
    }
    System.out.println("API key in " + system.get().apiKeyFile());
    System.out.println("logs in    " + system.get().logFolder());
  }
}
