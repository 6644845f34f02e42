package io.filstore.retrieval.denylist;

import io.filstore.db.denylist.Denials;
import io.filstore.db.denylist.DeniedHash;
import io.filstore.db.denylist.DoubleHashes;
import io.filstore.db.piece.Car;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.problem.Problem;
import io.filstore.retrieval.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What operators denied. The hashes are kept in memory, and every second that somebody asks it is
 * looked whether they have changed, so a denial counts that much later at most, in the middle of an
 * answer, too. Before they could be read once nothing is served; afterwards an answer that is under
 * way outlives a database that is away.
 */
@Component
public class Denylist {

  private static final Logger LOG = LoggerFactory.getLogger(Denylist.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Denials denials;
  private final DenylistProperties properties;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Known known;

  Denylist(Denials denials, DenylistProperties properties, Clock clock) {
    this.denials = denials;
    this.properties = properties;
    this.clock = clock;
  }

  /** As of a version; {@code until} it need not be looked for another. */
  private record Known(Denied denied, Instant until) {}

  /**
   * All that is denied, as of one moment.
   *
   * @param version another one whenever something else is denied
   */
  public record Denied(long version, Set<Multihash> hashes, DoubleHashes doubles) {

    public boolean isEmpty() {
      return hashes.isEmpty() && doubles.isEmpty();
    }

    /** Whether the bytes with this multihash are denied. */
    public boolean has(Multihash hash) {
      return hashes.contains(hash) || doubles.deny(hash);
    }

    private boolean has(Cid cid) {
      if (isEmpty()) {
        return false;
      }
      try {
        return has(DeniedHash.of(cid));
      } catch (FormatException noPiece) {
        return false;
      }
    }
  }

  public Denied now() {
    return current().denied;
  }

  /** Refuses with 451 what is denied. */
  public void check(Cid cid) {
    if (denies(cid)) {
      throw refusal();
    }
  }

  /** Whether the bytes of this CID, or the piece, are denied. */
  public boolean denies(Cid cid) {
    return now().has(cid);
  }

  /** Whether the CAR is denied as a whole, by its root or its piece. */
  public boolean denies(Car row) {
    Denied denied = now();
    return !denied.isEmpty()
        && (denied.has(Cid.parse(row.rootCid())) || denied.has(Cid.parse(row.pieceCid())));
  }

  /** What is said to whoever asks for it; never why, nor whether it is here. */
  public ProblemException refusal() {
    return Problem.blocked(properties.entity()).exception();
  }

  private Known current() {
    Known have = known;
    if (have == null) {
      reading.lock();
    } else if (clock.instant().isBefore(have.until) || !reading.tryLock()) {
      return have;
    }
    try {
      Known read = read(known);
      known = read;
      return read;
    } finally {
      reading.unlock();
    }
  }

  private Known read(@Nullable Known have) {
    Instant until = clock.instant().plus(FRESH);
    try {
      long version = denials.version();
      return new Known(
          have != null && have.denied.version == version
              ? have.denied
              : new Denied(version, Set.copyOf(denials.inForce()), denials.doublesInForce()),
          until);
    } catch (DataAccessException away) {
      if (have == null) {
        throw away;
      }
      LOG.warn("the denylist could not be read, what was known goes on counting", away);
      return new Known(have.denied, until);
    }
  }
}
