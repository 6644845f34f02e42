package io.filstore.devnet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an embedded devnet is started with. Immutable: every {@code with} answers a changed copy.
 *
 * @param dir folder of the state, or empty for a temporary one that is deleted at the end
 * @param properties settings that differ from the defaults, by their names in {@code devnet.yml}
 */
public record DevnetOptions(Optional<Path> dir, Map<String, String> properties) {

  public DevnetOptions {
    properties = Map.copyOf(properties);
  }

  /** Random ports, a temporary folder, two providers, and ticks only by {@link Devnet#tick}. */
  public static DevnetOptions manualTicks() {
    return new DevnetOptions(
            Optional.empty(), Map.of("server.port", "0", "devnet.provider-port", "0"))
        .withBlockDelay(Duration.ZERO);
  }

  /** As {@link #manualTicks()}, but ticking by itself. */
  public static DevnetOptions ticking(Duration blockDelay) {
    return manualTicks().withBlockDelay(blockDelay);
  }

  public DevnetOptions withDir(Path folder) {
    return new DevnetOptions(Optional.of(folder), properties);
  }

  public DevnetOptions withBlockDelay(Duration delay) {
    return with("devnet.block-delay", delay.toMillis() + "ms");
  }

  public DevnetOptions withProviders(int count) {
    return with("devnet.providers", Integer.toString(count));
  }

  /** Epochs from transfer to publish message, and from there to activation. */
  public DevnetOptions withDelays(long publish, long seal) {
    return with("devnet.publish-delay", Long.toString(publish))
        .with("devnet.seal-delay", Long.toString(seal));
  }

  public DevnetOptions withLotusToken(String token) {
    return with("devnet.lotus-token", token);
  }

  /** Any setting of {@link DevnetProperties} or of Spring Boot. */
  public DevnetOptions with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(properties);
    changed.put(name, value);
    return new DevnetOptions(dir, changed);
  }
}
