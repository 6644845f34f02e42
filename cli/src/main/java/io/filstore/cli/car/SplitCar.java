package io.filstore.cli.car;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.pack.Manifest;
import io.filstore.pack.SplitArchive;
import io.filstore.piece.PaddedPieceSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "split",
    description = {
      "Cut an archive into CARv1s that each have a root, are named by their piece CIDs, and hold"
          + " every block once.",
      "A manifest says what they are; 'join' makes one archive of them again."
    })
final class SplitCar extends Verb {
  @Mixin private CarInput car = new CarInput();

  @ArgGroup(multiplicity = "1")
  private Most most = new Most();

  private static final class Most {
    @Option(names = "--size", paramLabel = "SIZE", description = "Largest size of a CAR.")
    private @Nullable ByteSize car;

    @Option(
        names = "--piece-size",
        paramLabel = "SIZE",
        description = "Largest piece a CAR may become, a power of two.")
    private @Nullable ByteSize piece;

    long bytes() {
      if (car != null) {
        return car.bytes();
      }
      try {
        return new PaddedPieceSize(piece == null ? 0 : piece.bytes()).unpadded();
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Option(
      names = {"-o", "--output-dir"},
      required = true,
      paramLabel = "DIR",
      description = "The folder for the CARs and the manifest, made if it is not there.")
  private Path folder = Path.of("");

  SplitCar(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    long bytes = most.bytes();
    if (folder.toString().equals("-")) {
      throw new UsageException("several CARs need a folder, not the standard output");
    }
    if (Files.exists(folder.resolve(Manifest.NAME))) {
      throw new UsageException(
          "'%s' holds a manifest already; choose another folder".formatted(folder));
    }
    try (LocalFile local = car.local(streams());
        Progress progress =
            Progress.of(streams(), car.name(), OptionalLong.of(Files.size(local.path())))) {
      Files.createDirectories(folder);
      return new SplitReport(folder, SplitArchive.of(local.path(), bytes, folder, progress));
    }
  }
}
