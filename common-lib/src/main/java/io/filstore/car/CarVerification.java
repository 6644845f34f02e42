package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verification has found. Of problems, warnings and CIDs the first thousand of each sort are
 * named, and all are counted.
 *
 * @param version 1 or 2, or 0 if the header could not be read
 * @param roots as the header lists them
 * @param blocks number of sections whose CID could be read
 * @param blockBytes bytes of these blocks
 * @param problems what makes the archive invalid, in the order of the file
 * @param warnings what is legal but not as we would write it
 * @param missing blocks that should be there: the roots, and if links were followed everything
 *     below them; each once
 * @param links what following the links has shown, if that was asked for
 */
public record CarVerification(
    int version,
    List<Cid> roots,
    long blocks,
    long blockBytes,
    long problemCount,
    List<Finding> problems,
    long warningCount,
    List<Finding> warnings,
    long missingCount,
    List<Cid> missing,
    @Nullable Reach links) {

  /**
   * How far the roots reach.
   *
   * @param reached different blocks of the archive below the roots
   * @param unreachableCount different blocks that no root leads to
   * @param unreachable the first of these
   * @param unknownCodecs blocks whose links are not known because their codec is not
   */
  public record Reach(
      long reached, long unreachableCount, List<Cid> unreachable, long unknownCodecs) {
    public Reach {
      unreachable = List.copyOf(unreachable);
    }
  }

  public CarVerification {
    roots = List.copyOf(roots);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    missing = List.copyOf(missing);
  }

  /** Whether there is no problem; there may be warnings. */
  public boolean isValid() {
    return problemCount == 0;
  }

  /** Whether no block is known to be missing. */
  public boolean isComplete() {
    return missingCount == 0;
  }

  /** What following the links has shown; empty if they were not followed. */
  public Optional<Reach> reach() {
    return Optional.ofNullable(links);
  }

  /** Whether there is a finding of this kind among those that are named. */
  public boolean has(Finding.Code code) {
    return (code.isWarning() ? warnings : problems).stream().anyMatch(f -> f.code() == code);
  }
}
