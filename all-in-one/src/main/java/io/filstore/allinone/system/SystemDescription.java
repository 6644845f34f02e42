package io.filstore.allinone.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a running system says of itself in {@code run/system.json}: where everything is, never a
 * secret.
 *
 * @param startedAt of the process, to tell it from a later one with the same id
 * @param chainRpc the Lotus JSON-RPC that the services use
 * @param simulated whether chain and providers are the devnet of this system
 */
public record SystemDescription(
    long pid,
    @JsonProperty("started_at") Instant startedAt,
    @JsonProperty("state_folder") String stateFolder,
    @JsonProperty("log_folder") String logFolder,
    @JsonProperty("api_key_file") String apiKeyFile,
    List<Service> services,
    List<String> providers,
    String database,
    @JsonProperty("chain_rpc") String chainRpc,
    boolean simulated) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One service and its base address. */
  public record Service(String name, URI address) {}

  /** The system of this folder when its process is alive. */
  public static Optional<SystemDescription> running(StateFolder folder) {
    return read(folder.systemFile()).filter(SystemDescription::isAlive);
  }

  public URI address(String service) {
    return services.stream()
        .filter(s -> s.name().equals(service))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service " + service))
        .address();
  }

  public String apiKey() {
    try {
      return Files.readString(Path.of(apiKeyFile)).strip();
    } catch (IOException e) {
      throw new SystemException("The API key file " + apiKeyFile + " cannot be read.", e);
    }
  }

  /** The process, when it is alive and still the same one. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::sameStart);
  }

  void write(Path file) {
    try {
      PrivateFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
    } catch (IOException e) {
      throw new SystemException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private boolean isAlive() {
    return process().isPresent();
  }

  private boolean sameStart(ProcessHandle process) {
    return process.info().startInstant().map(startedAt::equals).orElse(true);
  }

  private static Optional<SystemDescription> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readString(file), SystemDescription.class))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      throw new SystemException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
