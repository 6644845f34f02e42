package io.filstore.devnet.provider;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.mk20.CurioAuth;
import io.filstore.filecoin.mk20.CurioAuthException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /market/mk20/*} (curio market/mk20/http/http.go). */
final class Mk20Routes implements Routes {
  private static final String BASE = "/market/mk20";
  private static final String STATUS = BASE + "/status/";
  private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final int MAX_BODY = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Mk20Checks checks;
  private final Intake intake;
  private final DealStore deals;
  private final Clock clock = Clock.systemUTC();

  Mk20Routes(Mk20Checks checks, Intake intake, DealStore deals) {
    this.checks = checks;
    this.intake = intake;
    this.deals = deals;
  }

  @Override
  public boolean handle(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    if (!path.startsWith(BASE + "/")) {
      return false;
    }
    if (path.startsWith(BASE + "/info")) {
      info(response);
      return true;
    }
    String header = request.getHeader("Authorization");
    if (header == null) {
      Answers.text(response, 401, "Missing Authorization header\n");
      return true;
    }
    Optional<FilAddress> client = authenticate(header, request);
    if (client.isEmpty()) {
      Answers.text(response, 401, "Unauthorized\n");
      return true;
    }
    route(request.getMethod() + " " + path, client.get(), request, response);
    return true;
  }

  private Optional<FilAddress> authenticate(String header, HttpServletRequest request) {
    try {
      return Optional.of(
          CurioAuth.verify(header, request.getMethod(), request.getRequestURI(), clock.instant()));
    } catch (CurioAuthException e) {
      return Optional.empty();
    }
  }

  private void route(
      String call, FilAddress client, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (call) {
      case "POST " + BASE + "/deal" -> deal(client, request, response);
      case "GET " + BASE + "/products" ->
          Answers.json(response, names("products", "ddo_v1", "retrieval_v1"));
      case "GET " + BASE + "/sources" -> Answers.json(response, names("sources", "http"));
      case "GET " + BASE + "/contracts" -> Answers.text(response, 404, "no contracts found\n");
      default -> {
        if (call.startsWith("GET " + STATUS)) {
          status(request.getRequestURI().substring(STATUS.length()), client, response);
        } else {
          Answers.text(response, 404, "404 page not found\n");
        }
      }
    }
  }

  private static ObjectNode names(String key, String... names) {
    ObjectNode json = JSON.createObjectNode();
    for (String name : names) {
      json.withArray(key).add(name);
    }
    return json;
  }

  private static void info(HttpServletResponse response) throws IOException {
    ObjectNode swagger = JSON.createObjectNode().put("swagger", "2.0");
    swagger
        .putObject("info")
        .put("title", "Curio Market 2.0 API, as simulated by a Filstore devnet")
        .put("version", "1.28.4+devnet-simulator");
    swagger.put("basePath", BASE);
    ObjectNode paths = swagger.putObject("paths");
    for (String path : new String[] {"/deal", "/status/{id}", "/products", "/sources"}) {
      paths.putObject(path);
    }
    Answers.json(response, swagger);
  }

  private void deal(FilAddress client, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!"application/json".equals(request.getHeader("Content-Type"))) {
      Answers.text(response, 400, "invalid content type\n");
      return;
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      Answers.text(response, 413, "http: request body too large\n");
      return;
    }
    try {
      propose(JSON.readTree(body), client, response);
    } catch (JacksonException e) {
      reason(response, 400, "error unmarshaling json: " + e.getOriginalMessage());
    }
  }

  private static void reason(HttpServletResponse response, int status, String text)
      throws IOException {
    Answers.text(response, status, "Reason: " + text);
  }

  private void propose(JsonNode deal, FilAddress client, HttpServletResponse response)
      throws IOException {
    String id = deal.path("identifier").asString("");
    if (!ULID.matcher(id).matches()) {
      reason(response, 400, "identifier is not a ULID");
    } else if (!client.toString().equals(deal.path("client").asString(""))) {
      reason(response, 401, "client is not the authenticated address");
    } else {
      Optional<Fault> ordered = intake.orderedRefusal(key(id, deal));
      Verdict verdict =
          ordered.isPresent()
              ? new Verdict.Refused(ordered.get().status(), ordered.get().text())
              : checks.check(deal, client);
      settle(id, client, verdict, response);
    }
  }

  private void settle(String id, FilAddress client, Verdict verdict, HttpServletResponse response)
      throws IOException {
    switch (verdict) {
      case Verdict.Refused(int status, String text) -> reason(response, status, text);
      case Verdict.Fits fits -> {
        Outcome outcome =
            intake.accept(id, client.toString(), fits.rawSize(), fits.sources(), fits.terms());
        switch (outcome) {
          case Outcome.Accepted() -> reason(response, 200, "");
          case Outcome.Duplicate() -> reason(response, 500, "");
          case Outcome.Lost(int status) -> Answers.text(response, status, "");
        }
      }
    }
  }

  private static DealKey key(String id, JsonNode deal) {
    return new DealKey(id, DealKey.piece(deal.at("/data/piece_cid/~1").asString("")));
  }

  /** For an id that was never stored the ownership check answers first: 401, not 404. */
  private void status(String id, FilAddress client, HttpServletResponse response)
      throws IOException {
    Optional<StoredDeal> deal =
        deals
            .find(id)
            .filter(d -> d.terms() instanceof Terms.Ddo)
            .filter(d -> d.client().equals(client.toString()));
    if (deal.isEmpty()) {
      Answers.text(response, 401, "Unauthorized\n");
      return;
    }
    ObjectNode json = JSON.createObjectNode();
    json.putObject("ddo_v1")
        .put("status", name(deal.get().progress().phase()))
        .put("errorMsg", deal.get().progress().error());
    Answers.json(response, json);
  }

  private static String name(Phase phase) {
    return switch (phase) {
      case ACCEPTED -> "accepted";
      case TRANSFERRED, PUBLISHING -> "processing";
      case SEALING, ACTIVATING -> "sealing";
      case COMPLETE -> "complete";
      case FAILED -> "failed";
    };
  }
}
