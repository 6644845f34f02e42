package io.filstore.benchmarks;

import io.filstore.car.CarWriter;
import io.filstore.pack.PackListener;
import io.filstore.pack.PackOptions;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Packer;
import io.filstore.pack.PieceOutput;
import io.filstore.unixfs.FolderWalk;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.WalkPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file in a folder of its name, packed into a CAR with its commitment, as the command does. */
final class Packing implements Work {
  private final Path file;
  private final Path car;
  private final Packer packer = new Packer(PackOptions.of(Profile.UNIXFS_V1_2025));
  private String result = "";

  Packing(Path file, Path car) {
    this.file = file;
    this.car = car;
  }

  @Override
  public void run() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            car,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      result =
          packer
              .intoOne(
                  FolderWalk.wrapped(List.of(file), WalkPolicy.DEFAULT),
                  new OneCar(channel),
                  PackListener.NONE)
              .root()
              .cid()
              .toString();
    }
  }

  private record OneCar(FileChannel channel) implements PieceOutput {
    @Override
    public FileChannel open(int number) {
      return channel;
    }

    @Override
    public void finished(PackedPiece piece, CarWriter written) {}
  }

  @Override
  public String result() {
    return result;
  }

  @Override
  public void close() {
    packer.close();
  }
}
