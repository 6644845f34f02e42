package io.filstore.cli.car;

import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Several archives, one of which may be the standard input. */
record LocalCars(List<LocalFile> files) implements AutoCloseable {

  static LocalCars of(List<InputFile> inputs, Streams streams) throws IOException {
    if (inputs.stream().filter(InputFile::isStandardInput).count() > 1) {
      throw new UsageException("the standard input can be read only once");
    }
    LocalCars cars = new LocalCars(new ArrayList<>());
    try {
      for (InputFile input : inputs) {
        cars.files.add(LocalFile.of(input, streams));
      }
      return cars;
    } catch (IOException | RuntimeException e) {
      cars.close();
      throw e;
    }
  }

  List<Path> paths() {
    return files.stream().map(LocalFile::path).toList();
  }

  /** Bytes of all together. */
  OptionalLong size() throws IOException {
    long sum = 0;
    for (LocalFile file : files) {
      sum += Files.size(file.path());
    }
    return OptionalLong.of(sum);
  }

  @Override
  public void close() throws IOException {
    for (LocalFile file : files) {
      file.close();
    }
  }
}
