package io.filstore.cli.car;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "ls",
    description = {
      "List the files and folders in an archive: CID, size and path.",
      "Control characters in names are shown as numbers; --json has the names as they are."
    })
final class ListCar extends Verb {
  @Mixin private TreeInput input = new TreeInput();

  @Option(names = "--cids", description = "List the CIDs of all blocks instead, in their order.")
  private boolean cids;

  ListCar(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    if (cids && input.isPart()) {
      throw new UsageException("--cids is about the whole archive, without PATH and --root");
    }
    return cids ? new BlockListing(input.car(), streams()) : tree(input.open(streams()));
  }

  private static Report tree(ArchivedTree tree) throws IOException {
    try {
      return new TreeListing(tree, tree.start());
    } catch (IOException | RuntimeException e) {
      tree.close();
      throw e;
    }
  }
}
