package io.filstore.scheduler.schedule;

import io.filstore.db.chain.Provider;
import io.filstore.db.chain.Standing;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.scheduler.policy.Candidate;
import io.filstore.scheduler.policy.PiecePolicy;
import io.filstore.scheduler.policy.Placement;
import io.filstore.scheduler.policy.PlacementRules;
import io.filstore.scheduler.provider.Eligibility;
import io.filstore.scheduler.provider.Terms;
import io.filstore.scheduler.schedule.DryRun.Pieces;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places pieces one after another by the very rules that plan real ones, on what is known of
 * providers now; each copy weighs on the next as a real one would. Pure: no database, no network.
 */
final class DryRuns {
  private final PiecePolicy policy;

  DryRuns(PiecePolicy policy) {
    this.policy = policy;
  }

  /**
   * Answers a question.
   *
   * @param pieces sizes and how many of each
   * @param known rows of the providers, by id; one without a row was never asked
   * @param totalBytes padded bytes of all open deals
   */
  Outlook answer(
      List<Pieces> pieces,
      Map<String, Provider> known,
      Map<String, Standing> standings,
      long totalBytes,
      Instant now) {
    Field field = new Field(known, standings, totalBytes);
    Placement placement = new Placement(policy.rules().withoutTime());
    int replicas = policy.replicas();
    long count = 0;
    for (Pieces some : pieces) {
      List<Candidate> fresh = field.candidates(some.paddedSize());
      Optional<String> size = placement.refusesSize(some.paddedSize());
      for (long i = 0; i < some.count(); i++) {
        if (size.isPresent()) {
          field.refused("", size.get());
        } else {
          Placement.Need need = new Placement.Need(some.paddedSize(), replicas, field.total);
          field.place(placement.choose(need, List.of(), fresh, now), fresh, some.paddedSize());
        }
      }
      count += some.count();
    }
    return field.outlook(count, count * replicas);
  }

  /** A reason, and how many pieces it kept short. */
  private record Told(String text, long pieces) {
    Told plus(Told other) {
      return new Told(text, pieces + other.pieces);
    }
  }

  /** The providers as they fill up. */
  private final class Field {
    private final PlacementRules rules = policy.rules();
    private final Map<String, Provider> known;
    private final Map<String, Standing> standings;
    private final Map<String, Long> copies = new LinkedHashMap<>();
    private final Map<String, BigInteger> bytes = new LinkedHashMap<>();
    private final Map<String, Map<String, Told>> refusals = new LinkedHashMap<>();
    private BigInteger price = BigInteger.ZERO;
    private BigInteger datacap = BigInteger.ZERO;
    private long total;

    Field(Map<String, Provider> known, Map<String, Standing> standings, long totalBytes) {
      this.known = known;
      this.standings = standings;
      this.total = totalBytes;
    }

    /** In order; their places in the list are exchanged as they fill up. */
    List<Candidate> candidates(long size) {
      List<Candidate> all = new ArrayList<>();
      for (String id : policy.providers()) {
        Standing standing = standings.getOrDefault(id, Standing.unknown(id));
        all.add(
            new Candidate(
                grown(standing, bytes.getOrDefault(id, BigInteger.ZERO).longValue()),
                rules.regionOf(id),
                0,
                refusal(id, size)));
      }
      return all;
    }

    private Optional<String> refusal(String id, long size) {
      Provider provider = known.get(id);
      return provider == null
          ? Optional.of(id + " was never asked for its terms")
          : Eligibility.refusal(provider, terms(size));
    }

    private Terms terms(long size) {
      return new Terms(
          policy.product(),
          policy.verified(),
          new PaddedPieceSize(size),
          policy.maxPriceAttofilPerGibEpoch());
    }

    void place(Placement.Choice choice, List<Candidate> candidates, long size) {
      for (Candidate chosen : choice.chosen()) {
        String id = chosen.standing().provider();
        int place = candidates.indexOf(chosen);
        candidates.set(
            place,
            new Candidate(grown(chosen.standing(), size), chosen.region(), 0, chosen.refusal()));
        copies.merge(id, 1L, Long::sum);
        bytes.merge(id, BigInteger.valueOf(size), BigInteger::add);
        total += size;
        BigInteger perEpoch = Eligibility.pricePerEpoch(provider(id), terms(size));
        price = price.add(perEpoch.multiply(BigInteger.valueOf(policy.durationEpochs())));
        if (policy.verified()) {
          datacap = datacap.add(BigInteger.valueOf(size));
        }
      }
      if (choice.chosen().size() < policy.replicas()) {
        choice.refused().forEach(this::refused);
      }
    }

    private Provider provider(String id) {
      return Objects.requireNonNull(known.get(id));
    }

    /** Numbers differ from piece to piece: what is told is the first of its kind. */
    void refused(String id, String text) {
      refusals
          .computeIfAbsent(id, any -> new LinkedHashMap<>())
          .merge(kind(text), new Told(text, 1), Told::plus);
    }

    private static String kind(String text) {
      StringBuilder kind = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c != '.' && (c < '0' || c > '9')) {
          kind.append(c);
        }
      }
      return kind.toString();
    }

    Outlook outlook(long pieces, long wanted) {
      List<Outlook.Share> shares = new ArrayList<>();
      copies.forEach((id, count) -> shares.add(share(id, count)));
      List<Outlook.Violation> violations = new ArrayList<>();
      refusals.forEach((id, kinds) ->
          kinds
              .values()
              .forEach(
                  told -> violations.add(new Outlook.Violation(id, told.text(), told.pieces()))));
      long placed = copies.values().stream().mapToLong(Long::longValue).sum();
      return new Outlook(
          pieces, wanted, placed, shares, violations, new Outlook.Cost(datacap, price), hours());
    }

    private Outlook.Share share(String id, long count) {
      Standing standing = standings.getOrDefault(id, Standing.unknown(id));
      BigInteger own = bytes.getOrDefault(id, BigInteger.ZERO);
      double all = own.add(BigInteger.valueOf(standing.openBytes())).doubleValue();
      return new Outlook.Share(
          id,
          standing.owner(),
          rules.regionOf(id),
          count,
          own,
          total == 0 ? 0 : Math.round(10_000 * all / total) / 100.0);
    }

    private @Nullable Long hours() {
      long limit = rules.maxOffersPerHour();
      long most = copies.values().stream().mapToLong(Long::longValue).max().orElse(0);
      return limit == 0 ? null : (most + limit - 1) / limit;
    }

    private static Standing grown(Standing standing, long size) {
      return new Standing(
          standing.provider(),
          standing.owner(),
          standing.openBytes() + size,
          standing.pending(),
          standing.offersLastHour(),
          standing.record(),
          standing.quarantinedUntil(),
          standing.quarantineReason());
    }
  }
}
