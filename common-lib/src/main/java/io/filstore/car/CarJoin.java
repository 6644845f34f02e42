package io.filstore.car;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one CARv1 of several CARs of either version: their sections in the order of the files, each
 * block once, under one header. Every block is verified.
 */
public final class CarJoin {
  private CarJoin() {}

  /**
   * What was written.
   *
   * @param roots in the header
   * @param missing roots that none of the files has
   * @param blocks of the joined archive
   * @param repeated sections that were left out because their block was there
   * @param size bytes written
   */
  public record Joined(List<Cid> roots, List<Cid> missing, long blocks, long repeated, long size) {
    public Joined {
      roots = List.copyOf(roots);
      missing = List.copyOf(missing);
    }
  }

  /**
   * Joins under the roots of all files, each once, in the order of the files.
   *
   * @throws FormatException if a file is damaged; what was written is of no use then
   * @throws IllegalArgumentException if none of the files lists a root
   */
  public static Joined join(List<Path> cars, OutputStream out) throws IOException {
    Set<Cid> roots = new LinkedHashSet<>();
    for (Path car : cars) {
      try (InputStream in = open(car)) {
        roots.addAll(read(car, () -> CarReader.unverified(in).roots()));
      }
    }
    return join(cars, List.copyOf(roots), out);
  }

  /** Joins under chosen roots; otherwise as {@link #join(List, OutputStream)}. */
  public static Joined join(List<Path> cars, List<Cid> roots, OutputStream out) throws IOException {
    CarWriter writer = new CarWriter(out, roots);
    long repeated = 0;
    for (Path car : cars) {
      try (InputStream in = open(car)) {
        repeated += read(car, () -> append(new CarReader(in), writer));
      }
    }
    List<Cid> missing = roots.stream().filter(root -> !writer.contains(root)).distinct().toList();
    return new Joined(roots, missing, writer.blocks(), repeated, writer.position());
  }

  private static long append(CarReader reader, CarWriter writer) throws IOException {
    long repeated = 0;
    for (CarReader.Section section = reader.nextSection();
        section != null;
        section = reader.nextSection()) {
      if (writer.contains(section.cid())) {
        repeated++;
      } else {
        writer.block(section.cid(), section.data(), 0, section.data().length);
      }
    }
    return repeated;
  }

  private static InputStream open(Path car) throws IOException {
    return new BufferedInputStream(Files.newInputStream(car), 1 << 16);
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Says which of the files is the damaged one. */
  private static <T> T read(Path car, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (FormatException e) {
      throw new FormatException(car + ": " + e.getMessage(), e);
    }
  }
}
