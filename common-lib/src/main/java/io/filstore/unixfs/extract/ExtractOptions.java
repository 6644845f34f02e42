package io.filstore.unixfs.extract;

/**
 * How to extract.
 *
 * @param existing what happens to a file that is there already; folders are always shared
 * @param symlinks which symbolic links are made
 * @param keepsMetadata whether permissions and modification times are set where the blocks have
 *     them; never more than read, write and execute
 */
public record ExtractOptions(
    Existing existing, Symlinks symlinks, boolean keepsMetadata, ExtractLimits limits) {
  /** Nothing is replaced, links stay inside, and no metadata. */
  public static final ExtractOptions DEFAULT =
      new ExtractOptions(Existing.REFUSE, Symlinks.INSIDE, false, ExtractLimits.DEFAULT);

  /** What happens to a file that is there already. */
  public enum Existing {
    REFUSE,
    REPLACE
  }

  /** Which symbolic links are made; the others are left out and told. */
  public enum Symlinks {
    NONE,
    /**
     * Those that are relative and whose target lies in the folder that is extracted to, however
     * they are chained: {@code ..} may stand at the beginning of a target only.
     */
    INSIDE,
    ALL
  }

  public ExtractOptions with(Existing other) {
    return new ExtractOptions(other, symlinks, keepsMetadata, limits);
  }

  public ExtractOptions with(Symlinks other) {
    return new ExtractOptions(existing, other, keepsMetadata, limits);
  }

  public ExtractOptions with(ExtractLimits other) {
    return new ExtractOptions(existing, symlinks, keepsMetadata, other);
  }

  public ExtractOptions keepingMetadata() {
    return new ExtractOptions(existing, symlinks, true, limits);
  }
}
