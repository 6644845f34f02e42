package io.filstore.simulation;

import io.filstore.client.deal.FakeCurio;
import io.filstore.db.Crashes;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.piece.PieceCid;
import io.filstore.simulation.Trouble.Kind;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One seed: some pieces, many steps in which anything may go wrong, and then a calm in which all
 * must come right. What happened is kept as lines without ids, so that two runs can be compared.
 */
final class Story {
  static final long PADDED = 2_048;
  private static final int RAW = 1_500;
  private static final int STORM = 35;
  private static final int BREATH = 25;
  private static final int CALM = 260;

  /** How often days pass in vain before what a piece says of itself is taken for the end. */
  private static final int DAYS_IN_VAIN = 3;

  private static final String PAYLOAD =
      "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
  private static final List<String> REFUSALS =
      List.of(
          "deal rejected due to backpressure. Please retry in some time.",
          "client not allowed by provider",
          "server error: deal filter error");

  private final Engine engine;
  private final SplittableRandom random;
  private final SimChain chain;
  private final Rules rules;
  private final Trouble trouble = new Trouble();
  private final List<SimProvider> providers = new ArrayList<>();
  private final Puller puller;
  private final Wishes wishes;
  private final List<String> pieces = new ArrayList<>();
  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final Instant start;
  private final Stillness stillness;
  private int idle;

  private record Job(String task, String instance, Instant due) {}

  Story(Engine engine, long seed) {
    this.engine = engine;
    this.random = new SplittableRandom(seed);
    this.start = engine.clock.instant();
    chain =
        new SimChain(
            engine.clock, start.minus(Duration.ofDays(30)), engine.ports(), random.split());
    for (long id : Engine.POOL) {
      providers.add(new SimProvider(id, engine.server(id), random.split()));
    }
    engine.begin(chain);
    // Apart, so that stories without a policy and a puller are not others by them.
    SplittableRandom apart = new SplittableRandom(~seed);
    puller = new Puller(engine, apart.split(), trouble);
    wishes = new Wishes(engine, apart.split());
    BigInteger granted = BigInteger.valueOf(random.nextInt(10) == 0 ? 3 * PADDED : 1L << 30);
    chain.submit(new Act.Grant(granted, BigInteger.TEN.pow(24)));
    chain.tick(1);
    chain.tick(1);
    chain.tick(1);
    stillness = new Stillness(engine.database.jdbc(), chain);
    rules = new Rules(engine.database.jdbc(), chain, granted, wishes);
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      pieces.add(piece());
    }
  }

  /** Plays it; an {@link AssertionError} says which rule is broken. */
  void play() {
    storm(STORM);
    calm(BREATH);
    wish();
    storm(STORM);
    everybody().forEach(SimProvider::isHonest);
    calm(CALM);
    rules.atRest(pieces);
  }

  /** A policy that changes has its pieces planned again, as the gateway does it. */
  private void wish() {
    if (wishes.more()) {
      say("one copy more is wanted: " + wishes);
      pieces.forEach(piece -> engine.bean(Jobs.class).enqueue(JobName.PLAN, piece));
    }
  }

  private void storm(int steps) {
    say("storm");
    for (int step = 0; step < steps; step++) {
      storm();
      say(step(puller.provider(), 0.3));
      say(puller.ask(pieces, 8, true));
      check();
    }
    chain.fails(0);
    chain.lagsBehind(0);
    engine.crashes.never();
  }

  private void calm(int steps) {
    say("calm");
    stillness.begin();
    for (int step = 0; step < steps && !isQuiet(); step++) {
      everyoneWorks(step);
      check();
    }
  }

  Trouble trouble() {
    return trouble;
  }

  List<String> lines() {
    return lines;
  }

  int protectedPieces() {
    return (int) pieces.stream().filter(rules::isProtected).count();
  }

  int pieces() {
    return pieces.size();
  }

  /** The rows of all deals, for a report. */
  String rows() {
    StringBuilder text = new StringBuilder(wishes + (puller.pulls() ? ", one pulls\n" : "\n"));
    for (String piece : pieces) {
      rules.rows(piece).forEach(row -> text.append(row).append('\n'));
    }
    return text.toString();
  }

  private void check() {
    rules.always(pieces, piece -> everybody().mapToLong(provider -> provider.lies(piece)).sum());
  }

  private Stream<SimProvider> everybody() {
    return Stream.concat(providers.stream(), Stream.of(puller.provider()));
  }

  private String piece() {
    byte[] root = new byte[32];
    for (int i = 0; i < root.length; i++) {
      root[i] = (byte) random.nextInt(256);
    }
    root[31] &= 0x3f;
    String v1 = PieceCid.v1(root).toString();
    engine.bean(Pieces.class).add(v1, PieceCid.v2(root, RAW).toString(), RAW, PADDED, PAYLOAD);
    wishes.want(v1);
    engine.bean(Jobs.class).enqueue(JobName.PLAN, v1);
    return v1;
  }

  // --- the storm ---------------------------------------------------------------------------------

  private void storm() {
    int die = random.nextInt(100);
    if (die < 45) {
      job(true);
    } else if (die < 60) {
      tick(1);
    } else if (die < 68) {
      dyingMaybe("look", engine::look);
    } else if (die < 72) {
      dyingMaybe("ask", engine::askProviders);
    } else if (die < 74) {
      dyingMaybe("sectors", engine::lookAtSectors);
    } else if (die < 84) {
      provider();
    } else if (die < 89) {
      fault();
    } else if (die < 93) {
      reorg();
    } else if (die < 97) {
      chainTrouble();
    } else {
      pause();
    }
  }

  private void fault() {
    FakeCurio server = providers.get(random.nextInt(providers.size())).server();
    switch (random.nextInt(4)) {
      case 0 -> {
        trouble.count(Kind.REFUSAL);
        String text = REFUSALS.get(random.nextInt(REFUSALS.size()));
        int status = random.nextBoolean() ? 429 : 400;
        server.next(new FakeCurio.Fault.Refuse(status, text));
      }
      case 1 -> {
        trouble.count(Kind.LOST_OFFER);
        server.next(new FakeCurio.Fault.LoseOffer());
      }
      default -> {
        trouble.count(Kind.LOST_ANSWER);
        server.next(new FakeCurio.Fault.LoseAnswer());
      }
    }
  }

  private void reorg() {
    trouble.count(Kind.REORG);
    boolean forgets = random.nextInt(3) == 0;
    int depth = chain.reorg(1 + random.nextInt(SimChain.FINALITY - 1), forgets);
    moved();
    say("reorg of " + depth + (forgets ? ", its messages are forgotten" : ""));
  }

  private void chainTrouble() {
    switch (random.nextInt(5)) {
      case 0 -> {
        trouble.count(Kind.CHAIN_AWAY);
        chain.fails(random.nextBoolean() ? 1 : 0.3);
      }
      case 1 -> {
        trouble.count(Kind.CHAIN_BEHIND);
        chain.lagsBehind(1 + random.nextInt(4));
      }
      default -> {
        chain.fails(0);
        chain.lagsBehind(0);
      }
    }
  }

  private void pause() {
    trouble.count(Kind.LONG_PAUSE);
    tick(random.nextInt(6) == 0 ? 30_000 : 60 + random.nextInt(1_000));
  }

  private void provider() {
    if (random.nextInt(4) == 0) {
      terminate();
      return;
    }
    say(step(providers.get(random.nextInt(providers.size())), 0.5));
  }

  private String step(SimProvider provider, double chance) {
    String done = provider.step(chain, chance);
    if (done.contains(SimProvider.LOSES)) {
      trouble.count(Kind.LOST_DEAL);
    }
    return done;
  }

  private void terminate() {
    String piece = pieces.get(random.nextInt(pieces.size()));
    long provider = Engine.POOL.get(random.nextInt(Engine.POOL.size()));
    boolean held =
        chain.truth().claims.values().stream()
                .filter(c -> !chain.truth().gone.contains(c.sector()))
                .anyMatch(c -> c.provider() == provider && c.data().toString().equals(piece))
            || chain.truth().deals.values().stream()
                .anyMatch(d ->
                    d.provider().actorId() == provider
                        && d.sectorStartEpoch() >= 0
                        && d.pieceCid().toString().equals(piece));
    if (held) {
      trouble.count(Kind.TERMINATION);
      chain.submit(new Act.Terminate(piece, provider));
      say("f0" + provider + " terminates");
    }
  }

  // --- the calm ----------------------------------------------------------------------------------

  private boolean isQuiet() {
    return (pieces.stream().allMatch(rules::isAtRest) && nextJob().isEmpty())
        || (stillness.waits() >= DAYS_IN_VAIN && rules.isAllSaid(pieces));
  }

  /** Everyone does his part; when nobody has anything to do for a while, time passes. */
  private void everyoneWorks(int step) {
    for (int i = 0; i < 4 && isDue(); i++) {
      job(false);
    }
    List<String> done = new ArrayList<>();
    everybody().forEach(provider -> done.add(step(provider, 1)));
    say(puller.ask(pieces, 5, false));
    engine.look();
    if (step % 3 == 0) {
      engine.askProviders();
      engine.lookAtSectors();
    }
    idle = isDue() || done.stream().anyMatch(text -> !text.isEmpty()) ? 0 : idle + 1;
    stillness.look();
    boolean nothingMoves = idle > 0 && idle % 10 == 0;
    tick(stillness.isTimeToWait() || nothingMoves ? 15_000 : 1);
  }

  private boolean isDue() {
    Instant soon = engine.clock.instant().plusSeconds(600);
    return nextJob().filter(job -> job.due().isBefore(soon)).isPresent();
  }

  // --- jobs --------------------------------------------------------------------------------------

  private Optional<Job> nextJob() {
    return jobs().stream().findFirst();
  }

  /** In the order of their time; those of one moment in the order of their subjects' creation. */
  private List<Job> jobs() {
    return engine
        .database
        .jdbc()
        .sql(
            """
            select j.task_name, j.task_instance, j.execution_time from scheduled_tasks j
            left join deal d on j.task_instance like d.id || '%'
            left join piece p on p.piece_cid = coalesce(d.piece_cid, split_part(j.task_instance, '~', 1))
            where j.task_name in ('plan', 'deal')
            order by j.execution_time, p.piece_cid, d.provider nulls first, d.attempt, j.task_name
            """)
        .query((row, n) ->
            new Job(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
        .list();
  }

  private void job(boolean stormy) {
    Optional<Job> next = nextJob();
    if (next.isEmpty()) {
      return;
    }
    Job job = next.get();
    Duration wait = Duration.between(engine.clock.instant(), job.due());
    if (wait.isPositive()) {
      tick(wait.plus(SimChain.EPOCH).dividedBy(SimChain.EPOCH));
    }
    boolean twice = stormy && random.nextInt(12) == 0;
    picked(job, true);
    boolean done = attempt(job, stormy);
    if (done && twice) {
      trouble.count(Kind.SAME_JOB_TWICE);
      done = attempt(job, stormy);
    }
    if (done) {
      engine
          .database
          .jdbc()
          .sql("delete from scheduled_tasks where task_name = ? and task_instance = ?")
          .params(job.task(), job.instance())
          .update();
      failures.remove(job.instance());
    }
  }

  private boolean attempt(Job job, boolean stormy) {
    mayDie(stormy);
    try {
      engine.run(job.task(), job.instance());
      say(name(job));
      return true;
    } catch (Crashes.Crash crash) {
      died(name(job), crash);
      picked(job, false);
      return false;
    } catch (RuntimeException e) {
      trouble.count(Kind.FAILED_JOB);
      say(name(job) + " fails: " + e.getClass().getSimpleName());
      again(job);
      return false;
    } finally {
      engine.crashes.never();
    }
  }

  private void again(Job job) {
    int before = failures.merge(job.instance(), 1, Integer::sum);
    Instant due = engine.clock.instant().plusSeconds(Math.min(60, 1L << Math.min(before, 6)));
    engine
        .database
        .jdbc()
        .sql(
            "update scheduled_tasks set picked = false, execution_time = ? where task_name = ? and task_instance = ?")
        .params(Timestamp.from(due), job.task(), job.instance())
        .update();
  }

  private void picked(Job job, boolean running) {
    engine
        .database
        .jdbc()
        .sql("update scheduled_tasks set picked = ? where task_name = ? and task_instance = ?")
        .params(running, job.task(), job.instance())
        .update();
  }

  private void dyingMaybe(String name, Runnable work) {
    mayDie(true);
    try {
      work.run();
      say(name);
    } catch (Crashes.Crash crash) {
      died(name, crash);
    } catch (RuntimeException e) {
      trouble.count(Kind.FAILED_JOB);
      say(name + " fails: " + e.getClass().getSimpleName());
    } finally {
      engine.crashes.never();
    }
  }

  private void mayDie(boolean stormy) {
    if (stormy && random.nextInt(6) == 0) {
      engine.crashes.dieAt(1 + random.nextInt(25));
    }
  }

  private void died(String name, Crashes.Crash crash) {
    trouble.count(Kind.DEATH);
    say(name + " dies " + crash.getMessage());
  }

  // --- telling -----------------------------------------------------------------------------------

  private void tick(long epochs) {
    chain.tick(epochs);
    moved();
  }

  private void moved() {
    engine.database.set(engine.clock);
  }

  private String name(Job job) {
    String subject = Jobs.subject(job.instance());
    if (job.task().equals(JobName.PLAN.task())) {
      return "plan of piece " + pieces.indexOf(subject);
    }
    return engine
        .database
        .jdbc()
        .sql(
            "select piece_cid, provider, attempt, state, coalesce(cause_code, '') from deal where id = ?")
        .param(subject)
        .query((row, n) ->
            "deal of piece %d at %s, attempt %d, %s %s"
                .formatted(
                    pieces.indexOf(row.getString(1)),
                    row.getString(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getString(5)))
        .optional()
        .orElse("deal that is gone");
  }

  private void say(String what) {
    if (what.isEmpty()) {
      return;
    }
    long epoch = Duration.between(start, engine.clock.instant()).dividedBy(SimChain.EPOCH);
    lines.add("%6d %s".formatted(epoch, what.strip()));
  }
}
