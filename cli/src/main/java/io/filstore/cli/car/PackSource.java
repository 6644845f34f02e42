package io.filstore.cli.car;

import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.unixfs.FolderWalk;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.Symlinks;
import io.filstore.unixfs.TreeSource;
import io.filstore.unixfs.WalkPolicy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code car pack} that say what goes into the archive. */
final class PackSource {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders, or - for the standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--no-wrap",
      description = "The root is the one PATH itself, not a folder that holds its name.")
  private boolean noWrap;

  @Option(names = "--hidden", description = "Take names that begin with a dot, too.")
  private boolean hidden;

  @Option(
      names = "--symlinks",
      paramLabel = "preserve|follow|reject",
      description = "What to do with symbolic links; follow goes nowhere outside of PATH.")
  private @Nullable String symlinks;

  @Option(
      names = "--metadata",
      description = "Keep permissions and modification times; the CIDs then depend on them.")
  private boolean metadata;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the standard input in the folder around it (default: stdin).")
  private String name = "stdin";

  /** Everything that must be the same for a packing to go on, in words. */
  String inWords() {
    return "%s wrap=%s hidden=%s symlinks=%s metadata=%s"
        .formatted(paths, !noWrap, hidden, symlinks, metadata);
  }

  /** A word for the progress bar. */
  String title() {
    return paths.size() == 1 ? paths.getFirst() : paths.size() + " paths";
  }

  /** The paths but for the standard input. */
  List<Path> files() {
    return paths.stream().filter(path -> !path.equals("-")).map(Path::of).toList();
  }

  TreeSource open(Streams streams, Profile profile) {
    if (noWrap && paths.size() > 1) {
      throw new UsageException("--no-wrap takes one PATH, %d are given".formatted(paths.size()));
    }
    if (paths.contains("-")) {
      return standardInput(streams);
    }
    List<Path> files = paths.stream().map(PackSource::existing).toList();
    WalkPolicy policy = policy(profile);
    return noWrap ? FolderWalk.of(files.getFirst(), policy) : FolderWalk.wrapped(files, policy);
  }

  private static Path existing(String name) {
    Path path = Path.of(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageException("there is no file or folder '" + name + "'");
    }
    return path;
  }

  private TreeSource standardInput(Streams streams) {
    if (paths.size() > 1) {
      throw new UsageException("the standard input is packed alone or not at all");
    }
    SourceFile file = new SourceFile(noWrap ? "" : name, SourceFile.UNKNOWN, streams::in);
    return noWrap ? TreeSource.ofFile(file) : TreeSource.ofFiles(List.of(file));
  }

  private WalkPolicy policy(Profile profile) {
    WalkPolicy policy = profile.walk();
    policy = hidden ? policy.withHidden() : policy;
    policy = metadata ? policy.withMetadata() : policy;
    return symlinks == null ? policy : policy.with(symlinks(symlinks));
  }

  private static Symlinks symlinks(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "preserve" -> Symlinks.PRESERVE;
      case "follow" -> Symlinks.FOLLOW;
      case "reject" -> Symlinks.REJECT;
      default ->
          throw new UsageException(
              "--symlinks is '" + word + "', must be preserve, follow or reject");
    };
  }
}
