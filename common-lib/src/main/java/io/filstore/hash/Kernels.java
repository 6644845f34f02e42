package io.filstore.hash;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which hashing this process does by vectors. It begins with {@code MessageDigest}; vectors take
 * over when they have been compiled, have given the right answers and have been measured to be
 * faster, separately for the nodes of a piece tree and for long messages. That happens in {@link
 * #warm}, or by a thread of its own once so much was hashed that it pays.
 */
public final class Kernels {

  private static final System.Logger LOG = System.getLogger(Kernels.class.getName());
  private static final String MODULE = "jdk.incubator.vector";

  /** Below this a process ends sooner than its vector code is compiled. */
  private static final long WORTH_WARMING = 8 << 20;

  private static final Duration IN_BACKGROUND = Duration.ofSeconds(10);

  private static final AtomicLong hashed = new AtomicLong();
  private static final AtomicBoolean begun = new AtomicBoolean();
  private static volatile @Nullable Lanes tree;
  private static volatile @Nullable Lanes messages;

  private Kernels() {}

  /**
   * Brings hashing to full speed before work is accepted; returns when the choice is made or the
   * time is over. Later calls do nothing.
   */
  public static void warm(Duration atMost) {
    if (begun.compareAndSet(false, true)) {
      choose(System.nanoTime() + atMost.toNanos());
    }
  }

  /**
   * What is in use now, for logs and benchmarks, such as {@code tree 16 lanes, messages 16 lanes}.
   */
  public static String inUse() {
    return "tree %s, messages %s".formatted(name(tree), name(messages));
  }

  private static String name(@Nullable Lanes lanes) {
    return lanes == null ? "MessageDigest" : lanes.count() + " lanes";
  }

  static @Nullable Lanes tree() {
    return tree;
  }

  static @Nullable Lanes messages() {
    return messages;
  }

  /** For tests: uses these lanes, or none, from now on. */
  static void use(@Nullable Lanes lanes) {
    begun.set(true);
    tree = lanes;
    messages = lanes;
  }

  /** Counts what was hashed without vectors. */
  static void hashed(long bytes) {
    if (!begun.get()
        && hashed.addAndGet(bytes) >= WORTH_WARMING
        && begun.compareAndSet(false, true)) {
      long until = System.nanoTime() + IN_BACKGROUND.toNanos();
      Thread.ofPlatform().daemon().name("hash-warm-up").start(() -> choose(until));
    }
  }

  private static void choose(long until) {
    for (Lanes lanes : candidates()) {
      Race race = new Race(new Trial(lanes), lanes, until);
      if (tree == null && race.treeWins()) {
        tree = lanes;
      }
      if (messages == null && race.messagesWin()) {
        messages = lanes;
      }
      if (tree != null && messages != null) {
        break;
      }
    }
    LOG.log(Level.DEBUG, "SHA-256: {0}", inUse());
  }

  /** None where the module was not added, or where no compiler makes vector instructions. */
  private static List<Lanes> candidates() {
    String vm = System.getProperty("java.vm.info", "");
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()
        || vm.contains("emulated-client")
        || vm.contains("interpreted")) {
      return List.of();
    }
    return VectorWidths.available();
  }
}
