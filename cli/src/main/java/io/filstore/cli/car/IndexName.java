package io.filstore.cli.car;

import io.filstore.car.IndexFormat;
import io.filstore.cli.console.UsageException;
import io.filstore.multiformats.Multicodec;
import java.util.Arrays;

/** Kinds of indexes by their names in the multicodec table. */
final class IndexName {
  static final String USUAL = "car-multihash-index-sorted";

  private IndexName() {}

  static IndexFormat parse(String name) {
    return Arrays.stream(IndexFormat.values())
        .filter(format -> Multicodec.name(format.codec()).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "'%s' is no index; there are car-multihash-index-sorted and car-index-sorted"
                    .formatted(name)));
  }
}
