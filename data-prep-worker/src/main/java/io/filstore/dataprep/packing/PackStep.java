package io.filstore.dataprep.packing;

/**
 * The instants of packing at which dying makes a difference, in their order, those of a CAR once
 * for each piece; a test dies at each of them.
 */
enum PackStep {
  BEGUN,
  HALF_WRITTEN,
  CAR_WRITTEN,
  INDEX_PUBLISHED,
  CAR_PUBLISHED,
  BEFORE_COMMIT,
  COMMITTED,
  STAGING_REMOVED;

  /** Told of each step reached. */
  @FunctionalInterface
  interface Listener {
    void reached(PackStep step);
  }
}
