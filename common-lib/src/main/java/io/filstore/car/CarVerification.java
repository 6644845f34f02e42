package io.filstore.car;

import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a whole, valid CARv1 holds.
 *
 * @param blocks number of sections
 * @param padding zero bytes after the last section
 * @param warnings what is legal but not as we would write it
 */
public record CarVerification(List<Cid> roots, long blocks, long padding, Set<Warning> warnings) {
  /** Legal peculiarities. */
  public enum Warning {
    NO_ROOTS,
    ROOT_MISSING,
    DUPLICATE_BLOCK,
    HEADER_KEY_ORDER,
    PADDED
  }

  public CarVerification {
    warnings = Set.copyOf(warnings);
  }

  /**
   * Reads an archive to its end.
   *
   * @throws io.filstore.multiformats.FormatException if it is not a valid CARv1
   */
  public static CarVerification of(InputStream car) throws IOException {
    CarReader reader = new CarReader(car);
    Set<Warning> warnings = EnumSet.noneOf(Warning.class);
    Set<Cid> missingRoots = new HashSet<>(reader.roots());
    SectionTable seen = new SectionTable();
    long blocks = 0;
    for (CarReader.Section section = reader.nextSection();
        section != null;
        section = reader.nextSection()) {
      blocks++;
      missingRoots.remove(section.cid());
      if (seen.putIfAbsent(section.cid(), section.sectionOffset(), section.data().length) >= 0) {
        warnings.add(Warning.DUPLICATE_BLOCK);
      }
    }
    addIf(reader.roots().isEmpty(), Warning.NO_ROOTS, warnings);
    addIf(!missingRoots.isEmpty(), Warning.ROOT_MISSING, warnings);
    addIf(!reader.isHeaderCanonical(), Warning.HEADER_KEY_ORDER, warnings);
    addIf(reader.padding() > 0, Warning.PADDED, warnings);
    return new CarVerification(reader.roots(), blocks, reader.padding(), warnings);
  }

  private static void addIf(boolean holds, Warning warning, Set<Warning> warnings) {
    if (holds) {
      warnings.add(warning);
    }
  }
}
