package io.filstore.simulation;

import io.filstore.client.deal.FakeCurio;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.piece.PieceCid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A storage provider: what it does with the offers that its HTTP server keeps. Some it seals, some
 * it lets lie, some it loses, some it fails, and now and then it fails one and seals it all the
 * same.
 */
final class SimProvider {
  /** What is in vain so often is given up. */
  private static final int TRIES = 12;

  /** What it says when an offer is gone. */
  static final String LOSES = "loses an offer";

  private final long id;
  private final FakeCurio server;
  private final RandomGenerator random;
  private final Map<String, Work> works = new LinkedHashMap<>();
  private boolean honest;

  /** What becomes of an offer. */
  enum Fate {
    SEALS,
    SLEEPS,
    LOSES,
    FAILS,
    LIES
  }

  /** An offer that was kept, and how far it has come. */
  private static final class Work {
    final @Nullable Long allocation;
    final @Nullable DealProposal proposal;
    final String piece;
    final Fate fate;
    int step;
    int tries;

    Work(@Nullable Long allocation, @Nullable DealProposal proposal, String piece, Fate fate) {
      this.allocation = allocation;
      this.proposal = proposal;
      this.piece = piece;
      this.fate = fate;
    }
  }

  SimProvider(long id, FakeCurio server, RandomGenerator random) {
    this.id = id;
    this.server = server;
    this.random = random;
  }

  FakeCurio server() {
    return server;
  }

  /** From now on every new offer is sealed. */
  void isHonest() {
    honest = true;
  }

  /**
   * Goes on with the offers it keeps, each with the given chance; says what it did, empty for
   * nothing.
   */
  String step(SimChain chain, double chance) {
    for (Map.Entry<String, byte[]> offer : server.offers().entrySet()) {
      works.computeIfAbsent(offer.getKey(), key -> work(offer.getValue()));
    }
    List<String> done = new ArrayList<>();
    works.forEach((key, work) -> {
      if (random.nextDouble() < chance) {
        done.add(step(key, work, chain));
      }
    });
    works.keySet().removeIf(key -> !server.offers().containsKey(key));
    done.removeIf(String::isEmpty);
    return done.isEmpty() ? "" : "f0" + id + " " + String.join(", ", done);
  }

  /** Pieces that it says it failed and may seal all the same. */
  long lies(String pieceCid) {
    return works.values().stream()
        .filter(work -> work.fate == Fate.LIES && work.piece.equals(pieceCid))
        .count();
  }

  private String step(String key, Work work, SimChain chain) {
    work.step++;
    return switch (work.fate) {
      case SEALS -> seals(work, chain, 1);
      case SLEEPS -> "";
      case LOSES -> work.step == 2 ? loses(key) : "";
      case FAILS -> work.step == 2 ? fails(key) : "";
      case LIES -> work.step == 2 ? fails(key) : seals(work, chain, 4);
    };
  }

  private String fails(String key) {
    server.tell(key, "failed", "piece commitment mismatch: commp does not match");
    return "fails an offer";
  }

  /** The offer is unknown here from now on; sent again it is a new one to this provider. */
  private String loses(String key) {
    server.lose(key);
    return LOSES;
  }

  /** Published first when it is an f05 deal, then proven; again when a fork undid it. */
  private String seals(Work work, SimChain chain, int from) {
    if (work.step < from || work.step % 3 != from % 3) {
      return "";
    }
    Act next = next(work, chain.truth(), chain.height());
    if (next == null || work.tries++ >= TRIES) {
      return "";
    }
    chain.submit(next);
    return next.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Act next(Work work, Ledger ledger, long now) {
    Long allocation = work.allocation;
    DealProposal proposal = work.proposal;
    if (allocation != null) {
      return ledger.allocations.containsKey(allocation) ? new Act.ClaimIt(allocation) : null;
    }
    if (proposal == null || now >= proposal.startEpoch().value()) {
      return null;
    }
    if (!ledger.published.containsKey(proposal.cid())) {
      return new Act.Publish(proposal);
    }
    boolean waits =
        ledger.deals.values().stream()
            .anyMatch(deal -> deal.sectorStartEpoch() < 0 && SimChain.isOf(deal, proposal));
    return waits ? new Act.Activate(proposal) : null;
  }

  private Work work(byte[] body) {
    Fate fate = honest ? Fate.SEALS : fate();
    if (body[0] == '{') {
      JsonNode deal = JsonMapper.shared().readTree(body);
      JsonNode allocation = deal.at("/products/ddo_v1/allocation_id");
      String piece = deal.at("/data/piece_cid/~1").asString();
      return new Work(
          allocation.isNumber() ? allocation.asLong() : null,
          null,
          PieceCid.parse(piece).v1().toString(),
          fate);
    }
    DealProposal proposal = DealParams.decode(body).proposal().proposal();
    return new Work(null, proposal, proposal.pieceCid().toString(), fate);
  }

  private Fate fate() {
    int die = random.nextInt(100);
    if (die < 70) {
      return Fate.SEALS;
    }
    if (die < 76) {
      return Fate.SLEEPS;
    }
    if (die < 84) {
      return Fate.LOSES;
    }
    return die < 96 ? Fate.FAILS : Fate.LIES;
  }
}
