package io.filstore.simulation;

import io.filstore.db.Crashes;
import io.filstore.scheduler.problem.RequestRefused;
import io.filstore.simulation.Trouble.Kind;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Asks for pieces in the name of the provider that is not among those of the settings, and now and
 * then of another. In most stories nobody does.
 */
final class Puller {
  private final Engine engine;
  private final SplittableRandom random;
  private final Trouble trouble;
  private final SimProvider provider;
  private final boolean pulls;

  Puller(Engine engine, SplittableRandom random, Trouble trouble) {
    this.engine = engine;
    this.random = random;
    this.trouble = trouble;
    this.provider = new SimProvider(Engine.PULLS, engine.server(Engine.PULLS), random.split());
    this.pulls = random.nextInt(3) == 0;
  }

  boolean pulls() {
    return pulls;
  }

  /** The provider outside of the settings, which gets only what it asks for. */
  SimProvider provider() {
    return provider;
  }

  /** One request about every so many times; says what came of it, empty for nothing. */
  String ask(List<String> pieces, int rarely, boolean stormy) {
    if (!pulls || random.nextInt(rarely) > 0) {
      return "";
    }
    int piece = random.nextInt(pieces.size());
    boolean other = random.nextInt(3) == 0;
    long by = other ? Engine.POOL.get(random.nextInt(Engine.POOL.size())) : Engine.PULLS;
    if (stormy && random.nextInt(6) == 0) {
      engine.crashes.dieAt(1 + random.nextInt(12));
    }
    return "f0%d asks for piece %d%s".formatted(by, piece, reserve(pieces.get(piece), by));
  }

  private String reserve(String piece, long by) {
    try {
      boolean fresh = engine.reserve(piece, by);
      if (fresh) {
        trouble.count(Kind.RESERVATION);
      }
      return fresh ? " and gets it" : " and has it";
    } catch (Crashes.Crash crash) {
      trouble.count(Kind.DEATH);
      return ", which dies " + crash.getMessage();
    } catch (RequestRefused refused) {
      return " in vain";
    } catch (RuntimeException e) {
      trouble.count(Kind.FAILED_JOB);
      return ", which fails: " + e.getClass().getSimpleName();
    } finally {
      engine.crashes.never();
    }
  }
}
