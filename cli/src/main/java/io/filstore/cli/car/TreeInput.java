package io.filstore.cli.car;

import io.filstore.car.CarFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name a place in the tree of an archive. */
final class TreeInput {
  @Mixin private CarInput car = new CarInput();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "A way from the root, such as photos/2024 (default: the root itself).")
  private String path = "";

  @Option(
      names = "--root",
      paramLabel = "CID",
      description = "The block where PATH begins (default: the root of the archive).")
  private @Nullable String root;

  CarInput car() {
    return car;
  }

  /** Whether it is anything but the whole archive. */
  boolean isPart() {
    return !path.isEmpty() || root != null;
  }

  /** Opens the archive; blocks are verified when they are read. */
  ArchivedTree open(Streams streams) throws IOException {
    LocalFile local = car.local(streams);
    try {
      CarFile blocks = CarFile.open(local.path());
      try {
        return new ArchivedTree(local, blocks, root(blocks.roots()), names());
      } catch (RuntimeException e) {
        blocks.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  /** Without slashes at the ends and doubled ones. */
  private String names() {
    return Arrays.stream(path.split("/"))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining("/"));
  }

  private Cid root(List<Cid> roots) {
    if (root != null) {
      return Cid.parse(root);
    }
    List<Cid> distinct = roots.stream().distinct().toList();
    if (distinct.size() != 1) {
      throw new UsageException(
          "the archive has %d roots; --root CID says which block to begin at"
              .formatted(distinct.size()));
    }
    return distinct.getFirst();
  }
}
