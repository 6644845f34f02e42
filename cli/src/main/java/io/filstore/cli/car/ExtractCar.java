package io.filstore.cli.car;

import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.unixfs.extract.ExtractOptions;
import io.filstore.unixfs.extract.ExtractOptions.Existing;
import io.filstore.unixfs.extract.Extracted;
import io.filstore.unixfs.extract.Extractor;
import io.filstore.unixfs.extract.OccupiedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "extract",
    description = {
      "Write the files and folders of an archive into a folder, every block being verified.",
      "A file that is the root itself is named by its CID."
    })
final class ExtractCar extends Verb {
  @Mixin private TreeInput input = new TreeInput();

  @Option(
      names = {"-o", "--output", "--output-dir"},
      paramLabel = "DIR",
      description = "The folder, made if it is not there (default: the current one).")
  private String output = ".";

  @Option(names = "--force", description = "Replace files that exist.")
  private boolean force;

  @Option(
      names = "--symlinks",
      paramLabel = "none|inside|all",
      description = "Which symbolic links are made (default: those that stay inside of DIR).")
  private String symlinks = "inside";

  @Option(
      names = "--metadata",
      description = "Set permissions and modification times where the archive has them.")
  private boolean metadata;

  ExtractCar(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    ExtractOptions options = options();
    Path folder = folder();
    try (ArchivedTree tree = input.open(streams());
        Progress progress = Progress.of(streams(), input.car().name(), OptionalLong.empty())) {
      tree.start();
      Extracted extracted =
          new Extractor(tree.reader(), options, progress)
              .extract(tree.root(), tree.path(), folder, tree.root().toString());
      return new ExtractReport(tree.root(), folder, extracted);
    } catch (OccupiedException there) {
      throw new UsageException(
          there.getMessage() + (there.isReplaceable() ? "; --force replaces it" : ""));
    }
  }

  private Path folder() {
    if (output.equals("-")) {
      throw new UsageException("a folder is needed; 'cat' writes to the standard output");
    }
    Path folder = Path.of(output);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("'" + output + "' is no folder");
    }
    return folder;
  }

  private ExtractOptions options() {
    ExtractOptions options =
        ExtractOptions.DEFAULT
            .with(force ? Existing.REPLACE : Existing.REFUSE)
            .with(
                switch (symlinks) {
                  case "none" -> ExtractOptions.Symlinks.NONE;
                  case "inside" -> ExtractOptions.Symlinks.INSIDE;
                  case "all" -> ExtractOptions.Symlinks.ALL;
                  default ->
                      throw new UsageException(
                          "--symlinks is '" + symlinks + "', must be none, inside or all");
                });
    return metadata ? options.keepingMetadata() : options;
  }
}
