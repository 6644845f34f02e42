package io.filstore.allinone.demo;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.Health;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code demo [PATH...] [--json] [--chaos SEED]}: on the running system of this folder, else on one
 * of its own; with chaos always on one of its own.
 */
public final class DemoCommand {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SystemOptions options;
  private final List<Path> paths;
  private final boolean json;
  private final Optional<Long> chaos;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private DemoCommand(SystemOptions options, List<Path> paths, boolean json, Optional<Long> chaos) {
    this.options = options;
    this.paths = List.copyOf(paths);
    this.json = json;
    this.chaos = chaos;
  }

  /**
   * Reads the arguments.
   *
   * @throws SystemException on an unknown option
   */
  public static DemoCommand parse(SystemOptions options, List<String> arguments) {
    List<Path> paths = new ArrayList<>();
    boolean json = false;
    boolean onlyPaths = false;
    Optional<Long> chaos = Optional.empty();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (onlyPaths || !argument.startsWith("-")) {
        paths.add(Path.of(argument));
      } else if (argument.equals("--")) {
        onlyPaths = true;
      } else if (argument.equals("--json")) {
        json = true;
      } else if (argument.equals("--chaos")) {
        chaos = Optional.of(seed(rest));
      } else {
        throw new SystemException("Unknown option '" + argument + "' of demo.");
      }
    }
    return new DemoCommand(options, paths.isEmpty() ? List.of(sample()) : paths, json, chaos);
  }

  private static long seed(Iterator<String> rest) {
    String text = rest.hasNext() ? rest.next() : "";
    if (!text.matches("[0-9]{1,18}")) {
      throw new SystemException(
          "--chaos needs a seed, a number of at most 18 digits, not '" + text + "'.");
    }
    return Long.parseLong(text);
  }

  /** Tells the story; 0 when every step went well, else 1 and one sentence on standard error. */
  public int run() {
    ObjectNode facts = JSON.createObjectNode();
    try {
      tell(facts);
      return 0;
    } catch (SystemException e) {
      // What breaks off while everything stops is no failure of its own.
      String why =
          stopped.get() ? "Stopped before the end; start it again to go on." : e.getMessage();
      facts.put("error", why);
      System.err.println("filstore: " + why);
      return 1;
    } finally {
      if (json) {
        System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(facts));
        System.out.flush();
      }
    }
  }

  private void tell(ObjectNode facts) {
    SourceTree tree = SourceTree.of(paths);
    Story story = json ? Story.silent() : Story.told();
    Optional<SystemDescription> running = SystemDescription.running(options.folder());
    if (chaos.isPresent()) {
      if (running.isPresent()) {
        throw new SystemException(
            "--chaos breaks things and wants a system of its own: './filstore down' first.");
      }
      tellChaos(ChaosPlan.of(chaos.get()), tree, story, facts);
      return;
    }
    if (running.isPresent()) {
      awaitHealth(running.get());
      new Demo(running.get(), tree, story, facts, System.getenv()).run();
      return;
    }
    FilstoreSystem system = FilstoreSystem.of(options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system), "stop"));
    try (system) {
      system.start();
      new Demo(system.description(), tree, story, facts, System.getenv()).run();
    }
  }

  private void tellChaos(ChaosPlan plan, SourceTree tree, Story story, ObjectNode facts) {
    FilstoreSystem system = FilstoreSystem.of(ChaosDemo.systemFor(plan, options.ports(), options));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system), "stop"));
    try (system) {
      system.start();
      new ChaosDemo(system.description(), plan, story, facts).run(tree);
    }
  }

  private void stop(FilstoreSystem system) {
    stopped.set(true);
    system.close();
  }

  /** A system that is just coming up is waited for. */
  private static void awaitHealth(SystemDescription system) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    List<Health.Reading> down = down(system);
    while (!down.isEmpty() && System.nanoTime() < deadline) {
      pause();
      down = down(system);
    }
    if (!down.isEmpty()) {
      throw new SystemException(
          "The running system is not healthy: %s at %s is %s."
              .formatted(
                  down.getFirst().name(), down.getFirst().address(), down.getFirst().health()));
    }
  }

  private static List<Health.Reading> down(SystemDescription system) {
    return Health.of(system).stream().filter(reading -> !reading.isUp()).toList();
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(300));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemException("Interrupted.", e);
    }
  }

  private static Path sample() {
    Map<String, String> environment = System.getenv();
    return Path.of(environment.getOrDefault("FILSTORE_HOME", "."), "samples", "expedition");
  }
}
