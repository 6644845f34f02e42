package io.filstore.devnet.provider;

import static io.filstore.devnet.provider.Mk20Refusal.require;

import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.actors.verifreg.Allocation;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import tools.jackson.databind.JsonNode;

/**
 * What Curio checks before it takes a {@code ddo_v1} deal (curio market/mk20/ddo_v1.go, mk20.go).
 */
final class Mk20Checks {
  private static final long DEFAULT_START_DELAY = 2 * Limits.EPOCHS_PER_DAY;

  private final long miner;
  private final Chain chain;
  private final ProviderSettings settings;

  Mk20Checks(long miner, Chain chain, ProviderSettings settings) {
    this.miner = miner;
    this.chain = chain;
    this.settings = settings;
  }

  Verdict check(JsonNode deal, FilAddress client) {
    try {
      Mk20Data data = Mk20Data.read(deal.path("data"));
      checkSize(data);
      JsonNode products = deal.path("products");
      checkProducts(products);
      return new Verdict.Fits(
          ddo(products.path("ddo_v1"), data, client), data.rawSize(), data.sources());
    } catch (Mk20Refusal e) {
      return new Verdict.Refused(e.status(), String.valueOf(e.getMessage()));
    }
  }

  private void checkSize(Mk20Data data) {
    require(
        data.pieceSize() >= settings.minPiece() && data.pieceSize() <= settings.maxPiece(),
        "piece size %d is not between %d and %d"
            .formatted(data.pieceSize(), settings.minPiece(), settings.maxPiece()));
  }

  private static void checkProducts(JsonNode products) {
    require(
        !products.path("pdp_v1").isObject(),
        Mk20Refusal.PRODUCT_NOT_ENABLED,
        "products validation failed: product pdp_v1 is not enabled");
    require(
        products.path("ddo_v1").isObject(),
        Mk20Refusal.PRODUCT_INVALID,
        "products validation failed: no products");
    JsonNode retrieval = products.path("retrieval_v1");
    require(
        retrieval.isObject(),
        Mk20Refusal.PRODUCT_INVALID,
        "products validation failed: retrieval v1 is required for ddo v1");
    require(
        !retrieval.path("announce_piece").asBoolean(false),
        Mk20Refusal.PRODUCT_INVALID,
        "products validation failed: announce_piece is not supported for ddo v1");
    require(
        retrieval.path("indexing").asBoolean(false)
            || !retrieval.path("announce_payload").asBoolean(false),
        Mk20Refusal.PRODUCT_INVALID,
        "products validation failed: announce_payload requires indexing");
  }

  private Terms.Ddo ddo(JsonNode ddo, Mk20Data data, FilAddress client) {
    HeadView head = chain.head();
    checkProvider(ddo.path("provider").asString(""));
    long duration = ddo.path("duration").asLong(0);
    long start = start(ddo, head.height());
    long clientId =
        head.state()
            .resolve(client)
            .orElseThrow(() -> new Mk20Refusal(Mk20Refusal.BAD_PROPOSAL, "client actor not found"));
    long allocation = ddo.path("allocation_id").asLong(0);
    if (allocation == 0) {
      requireDuration(duration);
    } else {
      checkAllocation(head, allocation, clientId, data, duration, start);
    }
    return new Terms.Ddo(
        data.piece().v1(), data.pieceSize(), clientId, allocation, duration, start);
  }

  private void checkProvider(String provider) {
    try {
      require(
          FilAddress.parse(provider).equals(FilAddress.id(miner)),
          "Provider not available in Curio cluster");
    } catch (FormatException e) {
      throw new Mk20Refusal(
          Mk20Refusal.BAD_PROPOSAL, "provider '%s': %s".formatted(provider, e.getMessage()));
    }
  }

  /** Unlike Curio's 960 epochs ahead, any start that leaves time to seal here will do. */
  private long start(JsonNode ddo, long height) {
    JsonNode given = ddo.path("start_epoch");
    if (given.isMissingNode() || given.isNull()) {
      return height + DEFAULT_START_DELAY;
    }
    long start = given.asLong(0);
    long earliest = height + settings.sealDelay();
    require(
        start >= earliest,
        "start epoch %d is too soon, the earliest is %d".formatted(start, earliest));
    return start;
  }

  private void requireDuration(long duration) {
    long least = chain.limits().minDealDuration();
    require(
        duration >= least,
        Mk20Refusal.DURATION_TOO_SHORT,
        "products validation failed: duration must be at least " + least);
  }

  private void checkAllocation(
      HeadView head, long id, long client, Mk20Data data, long duration, long start) {
    Allocation a = allocation(head, id, client);
    require(a.provider() == miner, "Allocation provider does not belong to the deal's provider");
    checkAllocatedPiece(a, data);
    require(duration >= a.termMin(), "Allocation term min is greater than deal duration");
    require(duration <= a.termMax(), "Allocation term max is less than deal duration");
    require(a.expiration() >= start, "Allocation expires before the start epoch");
  }

  private static Allocation allocation(HeadView head, long id, long client) {
    return head.state()
        .registry()
        .allocation(id)
        .filter(found -> found.client() == client)
        .orElseThrow(() ->
            new Mk20Refusal(
                Mk20Refusal.BAD_PROPOSAL, "Verified piece must have a valid allocation ID"));
  }

  private static void checkAllocatedPiece(Allocation a, Mk20Data data) {
    require(a.data().equals(data.piece().v1()), "Allocation piece CID does not match the deal's");
    require(a.size() == data.pieceSize(), "Allocation size does not match the piece size");
  }
}
