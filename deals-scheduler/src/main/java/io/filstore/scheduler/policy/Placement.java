package io.filstore.scheduler.policy;

import io.filstore.db.chain.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the missing copies of one piece: the rules of the policy as a function of what is known.
 * Pure: no database, no network.
 */
public final class Placement {
  private static final int HUNDRED = 100;

  private final PlacementRules rules;
  private final Set<Distinct> distinct;

  public Placement(PlacementRules rules) {
    this.rules = rules;
    this.distinct = rules.dimensions();
  }

  /**
   * The providers that take it, best first, and why each other one does not.
   *
   * @param chosen at most as many as wanted
   * @param spare further ones that would take it under the same rules
   */
  public record Choice(
      List<Candidate> chosen, List<Candidate> spare, Map<String, String> refused) {}

  /**
   * What there is to place.
   *
   * @param size padded bytes
   * @param wanted copies that are missing
   * @param totalBytes padded bytes of all open deals, over all providers
   */
  public record Need(long size, int wanted, long totalBytes) {}

  /**
   * Chooses among the candidates, which stand in the order of the operator's preference.
   *
   * @param holding providers that have an open deal of the piece
   */
  public Choice choose(
      Need need, List<Candidate> holding, List<Candidate> candidates, Instant now) {
    List<Candidate> chosen = new ArrayList<>();
    List<Candidate> spare = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    List<Candidate> near = new ArrayList<>(holding);
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(
        Comparator.comparingLong(Candidate::failures).thenComparing(Candidate::hasBadRecord));
    for (Candidate candidate : sorted) {
      Optional<String> refusal =
          candidate
              .refusal()
              .or(() -> Optional.ofNullable(standing(candidate, need, now)))
              .or(() -> Optional.ofNullable(tooNear(candidate, near)));
      if (refusal.isPresent()) {
        refused.put(candidate.provider(), refusal.get());
      } else if (chosen.size() < need.wanted()) {
        chosen.add(candidate);
        near.add(candidate);
      } else {
        spare.add(candidate);
      }
    }
    return new Choice(chosen, spare, refused);
  }

  /** Why a piece of this size gets no deals of its own; empty when it does. */
  public Optional<String> refusesSize(long size) {
    if (size < rules.minPieceSize()) {
      return Optional.of(
          "the policy makes deals for pieces from %d bytes, this one has %d"
              .formatted(rules.minPieceSize(), size));
    }
    if (rules.maxPieceSize() > 0 && size > rules.maxPieceSize()) {
      return Optional.of(
          "the policy makes deals for pieces up to %d bytes, this one has %d"
              .formatted(rules.maxPieceSize(), size));
    }
    return Optional.empty();
  }

  private @Nullable String standing(Candidate candidate, Need need, Instant now) {
    String id = candidate.provider();
    Standing standing = candidate.standing();
    if (rules.denied().contains(id)) {
      return id + " is denied by the policy";
    }
    if (standing.quarantined(now)) {
      return "%s is in quarantine until %s: %s"
          .formatted(id, standing.quarantinedUntil(), standing.quarantineReason());
    }
    if (rules.maxPending() > 0 && standing.pending() >= rules.maxPending()) {
      return "%s has %d deals that are not active yet, at most %d are wanted"
          .formatted(id, standing.pending(), rules.maxPending());
    }
    if (rules.maxOffersPerHour() > 0 && standing.offersLastHour() >= rules.maxOffersPerHour()) {
      return "%s was offered %d deals in the last hour, at most %d are wanted"
          .formatted(id, standing.offersLastHour(), rules.maxOffersPerHour());
    }
    return share(candidate, need);
  }

  private @Nullable String share(Candidate candidate, Need need) {
    long all = need.totalBytes() + need.size();
    long own = candidate.standing().openBytes() + need.size();
    if (rules.maxSharePercent() == HUNDRED || all < rules.shareFromBytes()) {
      return null;
    }
    double percent = HUNDRED * (double) own / all;
    return percent <= rules.maxSharePercent()
        ? null
        : "%s would hold %.1f %% of all bytes, at most %d %% are wanted"
            .formatted(candidate.provider(), percent, rules.maxSharePercent());
  }

  private @Nullable String tooNear(Candidate candidate, List<Candidate> near) {
    if (distinct.contains(Distinct.OWNER)) {
      String owner = candidate.standing().owner();
      if (owner == null) {
        return candidate.provider() + " has no known owner, and copies must have different ones";
      }
      if (owners(near).contains(owner)) {
        return "%s has the same owner %s as another copy".formatted(candidate.provider(), owner);
      }
    }
    if (distinct.contains(Distinct.REGION)) {
      String region = candidate.region();
      if (region == null) {
        return candidate.provider() + " has no region, and copies must be in different ones";
      }
      if (near.stream().anyMatch(other -> region.equals(other.region()))) {
        return "%s is in the same region %s as another copy"
            .formatted(candidate.provider(), region);
      }
    }
    return null;
  }

  private static Set<String> owners(List<Candidate> near) {
    Set<String> owners = new HashSet<>();
    near.stream()
        .map(other -> other.standing().owner())
        .filter(Objects::nonNull)
        .forEach(owners::add);
    return owners;
  }
}
