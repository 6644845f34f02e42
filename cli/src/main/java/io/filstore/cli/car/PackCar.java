package io.filstore.cli.car;

import io.filstore.car.CarWriter;
import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.OnErrorStream;
import io.filstore.cli.console.OutputFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.pack.CarForm;
import io.filstore.pack.Discard;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackListener;
import io.filstore.pack.PackOptions;
import io.filstore.pack.Packed;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Packer;
import io.filstore.pack.PieceFolder;
import io.filstore.pack.PieceOutput;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.TreeSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "pack",
    description = {
      "Pack files and folders into a CAR and commit to it as a piece, in one pass on all cores.",
      "Without -o and --output-dir nothing is written, only the CIDs are computed."
    })
final class PackCar extends Verb {
  @Mixin private PackSource source = new PackSource();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The archive, or - for the standard output (not with --json).")
  private @Nullable String output;

  @Option(names = "--force", description = "Replace FILE if it exists.")
  private boolean force;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "unixfs-v1-2025 (default), unixfs-v0-2015 or ipfs-car-3.")
  private String profile = Profile.UNIXFS_V1_2025.id();

  @Option(
      names = "--car-version",
      paramLabel = "1|2",
      description = "1 (default), or 2 with an index behind the blocks.")
  private int carVersion = 1;

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      description =
          "Largest piece a CAR may become (default: 32GiB with --output-dir, else 64GiB).")
  private @Nullable ByteSize pieceSize;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = {
        "Write as many CARs as it takes, named by their piece CIDs, and a manifest.",
        "When it is stopped, the same command goes on behind the last finished CAR."
      })
  private @Nullable Path outputDir;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads that hash (default: one per core). The result does not depend on it.")
  private int workers = Runtime.getRuntime().availableProcessors();

  PackCar(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    PackOptions options = options();
    try (Packer packer = new Packer(options);
        Progress progress = Progress.of(streams(), source.title(), OptionalLong.empty())) {
      if (outputDir != null) {
        return intoPieces(packer, options, outputDir, progress);
      }
      PackReport.Files files = new PackReport.Files(progress);
      Packed packed = intoOne(packer, options, files);
      PackReport report = new PackReport(options.profile().id(), packed, files.all(), null);
      return "-".equals(output) ? new OnErrorStream(report, streams()) : report;
    }
  }

  private PackOptions options() {
    if (output != null && outputDir != null) {
      throw new UsageException("-o and --output-dir exclude each other");
    }
    if (output != null) {
      Destination.of(output, force).requireFree(isJson());
    }
    try {
      PaddedPieceSize most =
          pieceSize == null
              ? PaddedPieceSize.ofHeight(outputDir == null ? 31 : 30)
              : new PaddedPieceSize(pieceSize.bytes());
      return new PackOptions(Profile.named(profile), most, workers, form());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private CarForm form() {
    return switch (carVersion) {
      case 1 -> CarForm.V1;
      case 2 -> CarForm.V2;
      default ->
          throw new UsageException("--car-version is %d, must be 1 or 2".formatted(carVersion));
    };
  }

  private Report intoPieces(Packer packer, PackOptions options, Path folder, Progress progress)
      throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(folder.resolve(Manifest.NAME))) {
      throw new UsageException(
          "'%s' holds a finished packing; choose another folder".formatted(folder));
    }
    String words =
        "%s profile=%s car-version=%d piece-size=%s"
            .formatted(source.inWords(), profile, carVersion, options.mostPiece());
    try (PieceFolder cars = new PieceFolder(folder)) {
      Packed packed =
          packer.intoPieces(
              source.open(streams(), options.profile()),
              words,
              folder,
              cars,
              progressOnly(progress));
      return new PackReport(options.profile().id(), packed, List.of(), folder);
    }
  }

  private static PackListener progressOnly(Progress progress) {
    return new PackListener() {
      @Override
      public void progressed(long bytes) {
        progress.accept(bytes);
      }
    };
  }

  private Packed intoOne(Packer packer, PackOptions options, PackReport.Files files)
      throws IOException {
    TreeSource tree = source.open(streams(), options.profile());
    if (output == null) {
      return packer.intoOne(tree, new Discard(), files);
    }
    if (output.equals("-")) {
      return Destination.spooled(
          streams().out(), channel -> packer.intoOne(tree, new OneCar(channel), files));
    }
    Path target = Path.of(output);
    OutputFile.requireApart(target, source.files());
    try (OutputFile file = force ? OutputFile.replace(target) : OutputFile.create(target)) {
      Packed packed = packer.intoOne(tree, new OneCar(file.channel()), files);
      file.commit();
      return packed;
    }
  }

  /** One archive in a file that is open already. */
  private record OneCar(FileChannel channel) implements PieceOutput {
    @Override
    public FileChannel open(int number) {
      return channel;
    }

    @Override
    public void finished(PackedPiece piece, CarWriter car) {}
  }
}
