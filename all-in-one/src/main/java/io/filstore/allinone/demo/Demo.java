package io.filstore.allinone.demo;

import io.filstore.allinone.system.SystemDescription;
import io.filstore.allinone.system.SystemException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The main job from end to end, as a client of the public interfaces; every station leaves its
 * facts.
 */
public final class Demo {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final SystemDescription system;
  private final SourceTree tree;
  private final Story story;
  private final ObjectNode facts;
  private final int replicas;
  private final Duration patience;
  private final OkHttpClient http = new OkHttpClient();
  private final String apiKey;
  private final Gateway gateway;
  private final ChainRpc chain;
  private final DealPhase phase;
  private final long begin = System.nanoTime();

  /** The plain story. */
  Demo(
      SystemDescription system,
      SourceTree tree,
      Story story,
      ObjectNode facts,
      Map<String, String> environment) {
    this(system, tree, story, facts, environment, null);
  }

  /**
   * A story whose deals are followed in another way.
   *
   * @param phase null for the usual way
   */
  Demo(
      SystemDescription system,
      SourceTree tree,
      Story story,
      ObjectNode facts,
      Map<String, String> environment,
      @Nullable DealPhase phase) {
    this.system = system;
    this.tree = tree;
    this.story = story;
    this.facts = facts;
    this.replicas = Integer.parseInt(environment.getOrDefault("DEAL_REPLICAS", "2"));
    // On a real network sealing takes hours; on the simulator seconds.
    this.patience = system.simulated() ? Duration.ofMinutes(5) : Duration.ofHours(48);
    this.apiKey = system.apiKey();
    this.gateway = new Gateway(http, system.address("gateway"), apiKey);
    this.chain =
        new ChainRpc(
            http, URI.create(system.chainRpc()), environment.getOrDefault("LOTUS_TOKEN", ""));
    this.phase = phase == null ? this::deals : phase;
  }

  /**
   * Runs the story in silence and returns its facts, the document of {@code demo --json}.
   *
   * @throws SystemException with one sentence when a station fails
   */
  public static ObjectNode factsOf(SystemDescription system, List<Path> paths) {
    ObjectNode facts = JSON.createObjectNode();
    new Demo(system, SourceTree.of(paths), Story.silent(), facts, System.getenv()).run();
    return facts;
  }

  void run() {
    try (EventFeed feed = EventFeed.open(http, system.address("gateway"), apiKey)) {
      tellInput();
      JsonNode prepared = packed(feed, received());
      DealBoard board = new DealBoard(prepared.required("piece_cid").asString());
      phase.follow(feed, board, prepared);
      retrieved(board, prepared);
      done();
    } finally {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }

  private void tellInput() {
    facts
        .putObject("input")
        .put("name", tree.name())
        .put("files", tree.files().size())
        .put("bytes", tree.totalBytes())
        .put("skipped", tree.skipped());
    facts.put("simulated", system.simulated());
    story.title(
        "Filstore Deals: storing '%s' (%s, %s)%s"
            .formatted(
                tree.name(),
                count(tree.files().size(), "file"),
                Story.bytes(tree.totalBytes()),
                system.simulated() ? " on a simulated Filecoin" : ""));
    if (tree.skipped() > 0) {
      story.line("left out", "%d links and special files", tree.skipped());
    }
  }

  private JsonNode received() {
    long start = System.nanoTime();
    JsonNode upload;
    try (Story.Progress bar = story.progress("sending", tree.totalBytes())) {
      upload = gateway.upload(tree, bar);
    }
    double seconds = seconds(start);
    double rate = tree.totalBytes() / 1e6 / seconds;
    facts
        .putObject("received")
        .put("upload_id", upload.required("id").asString())
        .put("bytes", tree.totalBytes())
        .put("files", tree.files().size())
        .put("seconds", round(seconds))
        .put("mb_per_s", round(rate));
    story.line(
        "received",
        "%,d bytes in %.1f s (%.1f MB/s), upload %s",
        tree.totalBytes(),
        seconds,
        rate,
        upload.required("id").asString());
    return upload;
  }

  private JsonNode packed(EventFeed feed, JsonNode received) {
    long start = System.nanoTime();
    String id = received.required("id").asString();
    JsonNode upload = received;
    try (Story.Progress bar = story.progress("packing", tree.totalBytes())) {
      while (!upload.path("state").asString("").equals("prepared")) {
        if (upload.path("state").asString("").equals("failed")) {
          throw new SystemException(
              "Packing failed: " + upload.at("/failure/detail").asString(upload.toString()));
        }
        requireWithin(start, "The upload " + id + " was not packed");
        feed.next(LOOK);
        upload = gateway.upload(id);
      }
      bar.accept(tree.totalBytes());
    }
    tellPacked(upload, gateway.piece(upload.required("piece_cid").asString()), seconds(start));
    return upload;
  }

  private void tellPacked(JsonNode upload, JsonNode piece, double seconds) {
    long raw = piece.required("raw_size").asLong();
    BigInteger padded = piece.required("padded_size").bigIntegerValue();
    boolean known = upload.path("already_stored").asBoolean(false);
    facts
        .putObject("packed")
        .put("payload_cid", upload.required("payload_cid").asString())
        .put("piece_cid_v1", piece.required("piece_cid").asString())
        .put("piece_cid_v2", piece.required("piece_cid_v2").asString())
        .put("raw_size", raw)
        .put("padded_size", padded)
        .put("seconds", round(seconds))
        .put("already_stored", known);
    story.line("packed", "payload  %s", upload.required("payload_cid").asString());
    story.line("", "piece v1 %s", piece.required("piece_cid").asString());
    story.line("", "piece v2 %s", piece.required("piece_cid_v2").asString());
    story.line("", "%,d bytes of CAR in %.1f s, padded to %s", raw, seconds, Story.binary(padded));
    if (known) {
      story.line("", "this content is already there: no new deal is made for it");
    }
  }

  private void deals(EventFeed feed, DealBoard board, JsonNode upload) {
    String piece = upload.required("piece_cid").asString();
    boolean known = upload.path("already_stored").asBoolean(false);
    List<JsonNode> before = known ? gateway.deals(piece) : List.of();
    before.forEach(board::show);
    DealStations stations = new DealStations(story, facts, chain, board, replicas, known);
    long lastNews = System.nanoTime();
    while (!stations.advance()) {
      @Nullable JsonNode event = feed.next(LOOK);
      if (event != null && board.apply(event)) {
        lastNews = System.nanoTime();
      }
      requireWithin(lastNews, "The deals do not move on: " + board.summary());
    }
    facts.set("deals", board.report());
    facts.put("new_deals", gateway.deals(piece).size() - before.size());
  }

  private void retrieved(DealBoard board, JsonNode upload) {
    ObjectNode packed = (ObjectNode) facts.required("packed");
    long raw = packed.required("raw_size").asLong();
    String v1 = packed.required("piece_cid_v1").asString();
    String v2 = packed.required("piece_cid_v2").asString();
    URI server = system.address("retrieval");
    List<Retrieval.Copy> copies = new ArrayList<>();
    List<String> providers = board.providers();
    long total = raw * (1 + providers.size()) + tree.totalBytes();
    try (Story.Progress bar = story.progress("reading back", total)) {
      Retrieval retrieval = new Retrieval(http, bar);
      copies.add(retrieval.piece("retrieval server", server, v2, raw, apiKey));
      for (String provider : providers) {
        URI address =
            chain
                .providerAddress(provider)
                .orElseThrow(() ->
                    new SystemException("Provider " + provider + " announces no HTTP address."));
        copies.add(retrieval.piece("provider " + provider, address, v1, raw, ""));
      }
      String payload = upload.required("payload_cid").asString();
      tree.files().forEach(file -> retrieval.file(server, payload, file, apiKey));
    }
    tellRetrieved(copies, v1, v2);
  }

  private void tellRetrieved(List<Retrieval.Copy> copies, String v1, String v2) {
    ObjectNode retrieved = facts.putObject("retrieved");
    ArrayNode pieces = retrieved.putArray("by_piece_cid");
    for (Retrieval.Copy copy : copies) {
      if (!copy.pieceCidV1().equals(v1) || !copy.pieceCidV2().equals(v2)) {
        throw new SystemException(
            "%s sent bytes whose piece CID is %s, not %s."
                .formatted(copy.url(), copy.pieceCidV1(), v1));
      }
      pieces.add(
          JSON.createObjectNode()
              .put("source", copy.source())
              .put("url", copy.url())
              .put("bytes", copy.bytes())
              .put("piece_cid_v1", copy.pieceCidV1())
              .put("piece_cid_v2", copy.pieceCidV2())
              .put("equal", true));
      story.line(
          "retrieved", "by piece CID from the %s: commP computed anew is the same", copy.source());
    }
    retrieved
        .putObject("by_payload_cid")
        .put("source", "retrieval server")
        .put("files", tree.files().size())
        .put("bytes", tree.totalBytes())
        .put("equal", true);
    story.line(
        "",
        "by payload CID: %s, %,d bytes, all equal to the input",
        count(tree.files().size(), "file"),
        tree.totalBytes());
  }

  private void done() {
    double seconds = seconds(begin);
    facts.put("total_seconds", round(seconds));
    facts.put("state_folder", system.stateFolder()).put("log_folder", system.logFolder());
    story.line(
        "done",
        "in %.1f s; data in %s, logs in %s",
        seconds,
        system.stateFolder(),
        system.logFolder());
    story.end();
  }

  private void requireWithin(long since, String otherwise) {
    if (System.nanoTime() - since > patience.toNanos()) {
      throw new SystemException(
          "%s within %d s (logs in %s)."
              .formatted(otherwise, patience.toSeconds(), system.logFolder()));
    }
  }

  static String count(int n, String thing) {
    return n == 1 ? "1 " + thing : String.format(java.util.Locale.ROOT, "%,d %ss", n, thing);
  }

  private static double seconds(long since) {
    return Math.max((System.nanoTime() - since) / 1e9, 1e-3);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
