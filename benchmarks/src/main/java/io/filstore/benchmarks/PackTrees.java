package io.filstore.benchmarks;

import io.filstore.car.CarWriter;
import io.filstore.pack.PackListener;
import io.filstore.pack.PackOptions;
import io.filstore.pack.Packed;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Packer;
import io.filstore.pack.PieceOutput;
import io.filstore.unixfs.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packs random trees under every profile, for comparison with other implementations, in one
 * process. Of {@code FOLDER/SEED/tree} it makes {@code FOLDER/SEED/PROFILE.car}, and for each CAR a
 * line in {@code FOLDER/ours}: {@code seed profile root piece-v1 piece-v2 file}.
 *
 * <p>Usage: {@code PackTrees FOLDER SEED...}
 */
public final class PackTrees {
  private final Path folder;

  private PackTrees(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    PackTrees trees = new PackTrees(folder);
    try (PrintStream lines =
        new PrintStream(
            Files.newOutputStream(folder.resolve("ours")), true, StandardCharsets.UTF_8)) {
      for (String seed : Arrays.asList(args).subList(1, args.length)) {
        for (Profile profile : trees.profiles(seed)) {
          lines.println(trees.pack(seed, profile));
        }
      }
    }
  }

  private List<Profile> profiles(String seed) throws IOException {
    List<Profile> profiles = new ArrayList<>(Profile.KNOWN);
    profiles.add(OwnProfile.read(folder.resolve(seed).resolve("profile")));
    return profiles;
  }

  private String pack(String seed, Profile profile) throws IOException {
    String name = seed + "/" + profile.id() + ".car";
    FolderSource source = new FolderSource(folder.resolve(seed).resolve("tree"), profile.walk());
    try (Packer packer = new Packer(PackOptions.of(profile));
        OneFile car = new OneFile(folder.resolve(name))) {
      Packed packed = packer.intoOne(source, car, PackListener.NONE);
      PackedPiece piece = packed.pieces().getFirst();
      return String.join(
          " ",
          seed,
          profile.id(),
          packed.root().cid().toString(),
          piece.commitment().v1().toString(),
          piece.commitment().v2().toString(),
          name);
    } catch (RuntimeException e) {
      throw new IllegalStateException("seed " + seed + " under " + profile, e);
    }
  }

  private static final class OneFile implements PieceOutput, AutoCloseable {
    private final FileChannel file;

    OneFile(Path path) throws IOException {
      this.file =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    }

    @Override
    public FileChannel open(int number) {
      return file;
    }

    @Override
    public void finished(PackedPiece piece, CarWriter car) {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
