package io.filstore.unixfs;

/**
 * What a walk over a folder takes up.
 *
 * @param hidden whether names that begin with a dot are taken; a root is taken whatever its name
 * @param symlinks what happens to symbolic links
 * @param metadata whether permissions and modification times are noted
 */
public record WalkPolicy(boolean hidden, Symlinks symlinks, boolean metadata) {
  /** Hidden files passed over, symlinks kept as such, no metadata. */
  public static final WalkPolicy DEFAULT = new WalkPolicy(false, Symlinks.PRESERVE, false);

  public WalkPolicy with(Symlinks other) {
    return new WalkPolicy(hidden, other, metadata);
  }

  public WalkPolicy withHidden() {
    return new WalkPolicy(true, symlinks, metadata);
  }

  public WalkPolicy withMetadata() {
    return new WalkPolicy(hidden, symlinks, true);
  }
}
