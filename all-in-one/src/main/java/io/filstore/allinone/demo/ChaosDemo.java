package io.filstore.allinone.demo;

import io.filstore.allinone.system.FilstoreSystem;
import io.filstore.allinone.system.Ports;
import io.filstore.allinone.system.StateFolder;
import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The main job while providers, the node and the chain fail as a seed says. */
public final class ChaosDemo {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SystemDescription system;
  private final ChaosPlan plan;
  private final Story story;
  private final ObjectNode facts;

  ChaosDemo(SystemDescription system, ChaosPlan plan, Story story, ObjectNode facts) {
    this.system = system;
    this.plan = plan;
    this.story = story;
    this.facts = facts;
  }

  /**
   * Runs a story in silence on a system of its own and returns its facts, the document of {@code
   * demo --chaos SEED --json}.
   *
   * @throws SystemException with one sentence when the content is not protected and read back
   */
  public static ObjectNode factsOf(Path folder, long seed, List<Path> paths) {
    ObjectNode facts = JSON.createObjectNode();
    ChaosPlan plan = ChaosPlan.of(seed);
    SystemOptions base = SystemOptions.isolated(folder, Map.of());
    SystemOptions options = systemFor(plan, Ports.free(ChaosPlan.PROVIDERS), base);
    try (FilstoreSystem system = FilstoreSystem.start(options)) {
      new ChaosDemo(system.description(), plan, Story.silent(), facts).run(SourceTree.of(paths));
    }
    return facts;
  }

  /**
   * A new system beside the user's own: more providers, and a chain on which waiting is short.
   *
   * @throws SystemException when the environment names a real network
   */
  static SystemOptions systemFor(ChaosPlan plan, Ports ports, SystemOptions base) {
    String network = System.getenv().getOrDefault("FILECOIN_NETWORK", "");
    if (!network.isBlank() && !network.equals("devnet")) {
      throw new SystemException(
          "--chaos plays on the simulator, FILECOIN_NETWORK is " + network + ".");
    }
    Map<String, String> settings = new HashMap<>(base.settings());
    settings.put("DEAL_PROVIDERS", String.join(",", plan.providers()));
    settings.put("DEAL_REPLICAS", Integer.toString(ChaosPlan.REPLICAS));
    settings.put("DEAL_VERIFIED_DEFAULT", "true");
    settings.put("DEAL_PRODUCT", plan.product());
    settings.put("DEAL_PATIENCE", "20s");
    settings.put("DEAL_ALLOCATION_EXPIRATION_EPOCHS", Integer.toString(ChaosDirector.WAIT));
    settings.put("DEAL_START_MARGIN_EPOCHS", "2880");
    settings.put("DEVNET_BLOCK_DELAY", "500ms");
    settings.put("DEVNET_FINALITY", "10");
    settings.put("DEVNET_DOWNLOAD_RETRY_PAUSE", "100ms");
    settings.put("FILECOIN_WALLET_KEY_FILE", "");
    settings.put("LOTUS_TOKEN", "");
    Path folder = base.folder().root().resolve("chaos");
    empty(folder);
    return new SystemOptions(
        new StateFolder(folder),
        base.bindAddress(),
        ports.withProviders(ChaosPlan.PROVIDERS),
        settings);
  }

  /** Every run begins anew: content that is there already would get no deals. */
  private static void empty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new SystemException("'" + folder + "' cannot be emptied: " + e.getMessage() + ".", e);
    }
  }

  void run(SourceTree tree) {
    ObjectNode chaos = facts.putObject("chaos");
    tellPlan(chaos);
    Timeline timeline = new Timeline(story, chaos);
    OkHttpClient http = new OkHttpClient();
    DevnetControl devnet = new DevnetControl(http, system.address("devnet"));
    plan.atStart().forEach(devnet::order);
    Gateway gateway = new Gateway(http, system.address("gateway"), system.apiKey());
    try {
      ChaosDirector director = new ChaosDirector(plan, devnet, gateway, timeline, facts);
      new Demo(system, tree, story, facts, Map.of(), director).run();
    } finally {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }

  private void tellPlan(ObjectNode chaos) {
    chaos
        .put("seed", plan.seed())
        .put("product", plan.product())
        .put("replicas", ChaosPlan.REPLICAS);
    plan.providers().forEach(chaos.withArray("providers")::add);
    story.title("Chaos with seed %d: this will go wrong".formatted(plan.seed()));
    story.line(
        "policy",
        "%d copies at different providers, by %s deals; %d providers, asked in this order: %s",
        ChaosPlan.REPLICAS,
        plan.product(),
        plan.providers().size(),
        String.join(", ", plan.providers()));
    for (Order order : plan.atStart()) {
      tell(chaos, "from the start", order);
    }
    for (Act act : plan.acts()) {
      tell(chaos, act.when(), act.order());
    }
  }

  private void tell(ObjectNode chaos, String when, Order order) {
    chaos
        .withArray("plan")
        .addObject()
        .put("when", when)
        .put("what", order.tells())
        .put("order", order.path() + " " + order.body());
    story.line("", "%s: %s", when, order.tells());
  }
}
