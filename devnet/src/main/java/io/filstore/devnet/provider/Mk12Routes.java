package io.filstore.devnet.provider;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.Keys;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.SignedMessage;
import io.filstore.filecoin.mk12.AskRequest;
import io.filstore.filecoin.mk12.AskResponse;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.DealResponse;
import io.filstore.filecoin.mk12.DealStatus;
import io.filstore.filecoin.mk12.DealStatusRequest;
import io.filstore.filecoin.mk12.DealStatusResponse;
import io.filstore.filecoin.mk12.StorageAsk;
import io.filstore.multiformats.FormatException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /market/mk12/*}: CBOR in and out, also in the bodies of GETs (curio market/mk12/http). */
final class Mk12Routes implements Routes {
  private static final String BASE = "/market/mk12/";
  private static final int MAX_BODY = 4 << 20;
  private static final long ASK_LIFETIME = 1_000_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final long miner;
  private final Mk12Checks checks;
  private final Intake intake;
  private final DealStore deals;
  private final ProviderSettings settings;
  private final Chain chain;

  Mk12Routes(
      long miner,
      Mk12Checks checks,
      Intake intake,
      DealStore deals,
      ProviderSettings settings,
      Chain chain) {
    this.miner = miner;
    this.checks = checks;
    this.intake = intake;
    this.deals = deals;
    this.settings = settings;
    this.chain = chain;
  }

  @Override
  public boolean handle(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    if (!path.startsWith(BASE)) {
      return false;
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BODY);
    boolean cbor = "application/cbor".equals(request.getHeader("Content-Type"));
    try {
      route(request.getMethod() + " " + path.substring(BASE.length()), cbor, body, response);
    } catch (FormatException e) {
      Answers.empty(response, 400);
    }
    return true;
  }

  private void route(String call, boolean cbor, byte[] body, HttpServletResponse response)
      throws IOException {
    boolean known = List.of("POST store", "GET status", "GET ask").contains(call);
    if (!known) {
      Answers.text(response, 404, "404 page not found\n");
    } else if (!cbor) {
      Answers.empty(response, 400);
    } else if (call.equals("POST store")) {
      store(DealParams.decode(body), response);
    } else if (call.equals("GET status")) {
      Answers.cbor(response, status(DealStatusRequest.decode(body)).cbor());
    } else {
      ask(AskRequest.decode(body), response);
    }
  }

  private void store(DealParams params, HttpServletResponse response) throws IOException {
    Optional<String> refusal =
        intake
            .orderedRefusal(key(params))
            .map(Fault::text)
            .or(() -> duplicateRefusal(params))
            .or(() -> checks.refusal(params));
    if (refusal.isPresent()) {
      Answers.cbor(response, new DealResponse(false, refusal.get()).cbor());
      return;
    }
    Source source = source(params.transfer().params());
    Optional<String> bad = SourceRules.refusal(source);
    if (bad.isPresent()) {
      Answers.cbor(response, new DealResponse(false, bad.get()).cbor());
      return;
    }
    switch (accept(params, source)) {
      case Outcome.Accepted() -> Answers.cbor(response, new DealResponse(true, "").cbor());
      case Outcome.Lost(int status) -> Answers.empty(response, status);
      case Outcome.Duplicate() ->
          Answers.cbor(response, new DealResponse(false, duplicate(params.dealUuid())).cbor());
    }
  }

  private static DealKey key(DealParams params) {
    return new DealKey(
        params.dealUuid().toString(), Optional.of(params.proposal().proposal().pieceCid()));
  }

  private Outcome accept(DealParams params, Source source) {
    return intake.accept(
        params.dealUuid().toString(),
        params.proposal().proposal().client().toString(),
        params.transfer().size(),
        List.of(source),
        new Terms.Classic(params.proposal(), params.offline()));
  }

  private static String duplicate(UUID uuid) {
    return "store deal: deal with uuid " + uuid + " already exists";
  }

  private Optional<String> duplicateRefusal(DealParams params) {
    if (intake.isKnown(params.dealUuid().toString())) {
      return Optional.of(duplicate(params.dealUuid()));
    }
    DealProposal proposal = params.proposal().proposal();
    return deals.all().stream()
        .filter(d -> d.progress().phase() != Phase.FAILED)
        .filter(d -> d.terms() instanceof Terms.Classic c && c.signed().proposal().equals(proposal))
        .findFirst()
        .map(d ->
            "store deal: deal proposal is identical to deal %s, already exists".formatted(d.id()));
  }

  /** Transfer parameters: a URL and headers with one value each. */
  private static Source source(byte[] params) {
    try {
      JsonNode json = JSON.readTree(params);
      return new Source(
          json.path("URL").asString(""), StoredDealJson.headers(json.path("Headers")));
    } catch (JacksonException e) {
      throw new FormatException("transfer parameters are not JSON", e);
    }
  }

  private DealStatusResponse status(DealStatusRequest request) {
    Optional<StoredDeal> found =
        deals.find(request.dealUuid().toString()).filter(d -> d.terms() instanceof Terms.Classic);
    if (found.isEmpty()) {
      String error = "no storage deal found with deal UUID " + request.dealUuid();
      return new DealStatusResponse(error, request.dealUuid(), false, null, 0, 0);
    }
    StoredDeal deal = found.get();
    long received = deal.progress().phase() == Phase.ACCEPTED ? 0 : deal.rawSize();
    return new DealStatusResponse(
        "", request.dealUuid(), false, status(deal), deal.rawSize(), received);
  }

  /** As coarse as Curio's: nothing between acceptance and the end is told. */
  private static DealStatus status(StoredDeal deal) {
    boolean sealed = deal.progress().phase() == Phase.COMPLETE;
    Terms.Classic terms = (Terms.Classic) deal.terms();
    return new DealStatus(
        deal.progress().error(),
        sealed ? "Sealed" : "Processing",
        terms.signed().proposal(),
        sealed ? deal.progress().publishMessage().map(SignedMessage::cid).orElse(null) : null,
        sealed ? deal.progress().dealId() : 0,
        sealed ? "Sealed and Indexed" : "Not assigned to sector",
        terms.signed().cid());
  }

  private void ask(AskRequest request, HttpServletResponse response) throws IOException {
    if (!request.miner().equals(FilAddress.id(miner))) {
      Answers.text(response, 500, "no ask for this provider\n");
      return;
    }
    long height = chain.head().height();
    StorageAsk ask =
        new StorageAsk(
            new AttoFil(settings.price()),
            new AttoFil(settings.verifiedPrice()),
            settings.minPiece(),
            settings.maxPiece(),
            request.miner(),
            new Epoch(height),
            new Epoch(height + ASK_LIFETIME),
            1);
    Answers.cbor(response, new AskResponse(ask, Keys.worker(miner).sign(ask.cbor())).cbor());
  }
}
