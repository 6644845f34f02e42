package io.filstore.cli.car;

import io.filstore.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A folder with a small file, a file of several blocks, a folder below and a symlink, packed.
 *
 * @param tree the folder
 * @param car its archive, whose root is the folder itself
 */
record SampleTree(Path tree, Path car) {
  static final int LARGE = 2_500_000;

  static SampleTree in(Path folder) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Path below = Files.createDirectories(tree.resolve("below"));
    Files.writeString(tree.resolve("hello.txt"), "hello world");
    byte[] bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    Files.write(below.resolve("large.bin"), bytes);
    Files.createSymbolicLink(tree.resolve("link"), Path.of("below/large.bin"));
    Path car = folder.resolve("tree.car");
    Run.of("car", "pack", "--no-wrap", tree.toString(), "-o", car.toString());
    return new SampleTree(tree, car);
  }

  String root() {
    return Run.of("car", "inspect", car.toString(), "--json").json().at("/roots/0").asString();
  }

  byte[] large() throws IOException {
    return Files.readAllBytes(tree.resolve("below/large.bin"));
  }

  /** Puts an archive without the block of this CID beside it. */
  String without(String cid) throws IOException {
    Path list = Files.writeString(car.resolveSibling("left-out"), cid);
    Path partial = car.resolveSibling("partial.car");
    Run.of("car", "filter", car + "", "--cid-file", list + "", "--inverse", "-o", partial + "");
    Files.delete(list);
    return partial.toString();
  }
}
