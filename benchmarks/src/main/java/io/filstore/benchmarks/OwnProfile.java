package io.filstore.benchmarks;

import io.filstore.unixfs.Leaves;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.Sharding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A profile in one line: {@code chunk width leaves cid-version rule limit fanout}. */
final class OwnProfile {
  static final String ID = "own";

  private OwnProfile() {}

  static Profile read(Path file) throws IOException {
    String[] fields = Files.readString(file).strip().split(" ", -1);
    Sharding sharding =
        new Sharding(
            constant(Sharding.Rule.class, fields[4]),
            Long.parseLong(fields[5]),
            Integer.parseInt(fields[6]));
    return Profile.UNIXFS_V1_2025
        .withTree(ID, Integer.parseInt(fields[0]), Integer.parseInt(fields[1]))
        .withBlocks(ID, Integer.parseInt(fields[3]), constant(Leaves.class, fields[2]))
        .withSharding(ID, sharding);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
