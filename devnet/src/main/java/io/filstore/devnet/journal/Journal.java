package io.filstore.devnet.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of JSON lines, written at its end only. A line counts once its newline is on disk; a torn
 * last line was never acknowledged and is cut off when the file is opened. Safe for many threads.
 */
public final class Journal implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private FileChannel channel;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the journal, creating it and its folder when absent.
   *
   * @throws UncheckedIOException if the folder cannot be written
   */
  public static Journal open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel = append(file);
      cutTornLine(file, channel);
      return new Journal(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open journal " + file, e);
    }
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private static void cutTornLine(Path file, FileChannel channel) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end < bytes.length) {
      channel.truncate(end);
      channel.force(true);
    }
  }

  /**
   * Every line so far, oldest first.
   *
   * @throws IllegalStateException if a line is not JSON: the file was changed by something else
   */
  public synchronized List<JsonNode> lines() {
    List<JsonNode> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        lines.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read journal " + file, e);
    } catch (JacksonException e) {
      throw new IllegalStateException(
          "journal %s, line %d is not JSON; move the file away to start afresh"
              .formatted(file, lines.size() + 1),
          e);
    }
    return lines;
  }

  /** Appends one line and returns once it is on disk. */
  public synchronized void append(JsonNode line) {
    write(line);
    force();
  }

  /** Appends one line that a power cut may lose, but a killed process does not. */
  public synchronized void appendLazily(JsonNode line) {
    write(line);
  }

  private void write(JsonNode line) {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write journal " + file, e);
    }
  }

  private void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot sync journal " + file, e);
    }
  }

  /** Replaces the whole content in one step; used at start to shorten a long history. */
  public synchronized void rewrite(List<? extends JsonNode> lines) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append(line).append('\n'));
      Files.writeString(fresh, text);
      try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      channel.close();
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      channel = append(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rewrite journal " + file, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close journal " + file, e);
    }
  }
}
