package io.filstore.hash;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which hashing this process does by vectors. It begins with {@code MessageDigest}; vectors take
 * over when they have been compiled, have given the right answers and have been measured to be
 * faster, separately for the nodes of a piece tree and for long messages. That happens in {@link
 * #warm}, or by a thread of its own once so much was hashed that it pays.
 */
public final class Kernels {

  private static final String MODULE = "jdk.incubator.vector";

  static final Choice TREE = new Choice(Race::treeWins, Duration.ofMillis(300));

  /** Gains less, least of all where the processor has instructions for SHA-256. */
  static final Choice MESSAGES = new Choice(Race::messagesWin, Duration.ofSeconds(1));

  private Kernels() {}

  /**
   * Brings hashing to full speed before work is accepted; returns when the choice is made or the
   * time is over. Later calls do nothing.
   */
  public static void warm(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    List<Lanes> candidates = candidates();
    TREE.race(candidates, until);
    MESSAGES.race(candidates, until);
  }

  /**
   * What is in use now, for logs and benchmarks, such as {@code tree 16 lanes, messages 16 lanes}.
   */
  public static String inUse() {
    return "tree %s, messages %s".formatted(TREE, MESSAGES);
  }

  /** For tests: uses these lanes, or none, from now on. */
  static void use(@Nullable Lanes lanes) {
    TREE.use(lanes);
    MESSAGES.use(lanes);
  }

  /** None where the module was not added, or where no compiler makes vector instructions. */
  static List<Lanes> candidates() {
    String vm = System.getProperty("java.vm.info", "");
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()
        || vm.contains("emulated-client")
        || vm.contains("interpreted")) {
      return List.of();
    }
    return VectorWidths.available();
  }
}
