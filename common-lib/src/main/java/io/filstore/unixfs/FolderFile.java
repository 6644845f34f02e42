package io.filstore.unixfs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A regular file as it was when the walk came across it. */
final class FolderFile {
  private final Path location;
  private final BasicFileAttributes found;

  /**
   * @param location where it lies; for a symbolic link that is followed, where the link leads
   */
  FolderFile(Path location, BasicFileAttributes found) {
    this.location = location;
    this.found = found;
  }

  SourceFile asSource(String path, Metadata metadata) {
    long modified = found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return new SourceFile(path, found.size(), modified, metadata, this::open);
  }

  /**
   * Opens the content from its beginning; a link that has taken the file's place is not followed.
   * The end of the stream makes sure that it is still the file that was found.
   *
   * @throws SourceRefusedException if it may not be read
   * @throws SourceChangedException if it is gone
   */
  private InputStream open() throws IOException {
    try {
      return new Watched(
          Files.newInputStream(location, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw explained(location, e);
    }
  }

  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b < 0) {
        requireUnchanged();
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      if (n < 0) {
        requireUnchanged();
      }
      return n;
    }
  }

  private void requireUnchanged() throws IOException {
    BasicFileAttributes now = attributes(location);
    if (now.size() != found.size()) {
      throw new SourceChangedException(location.toString(), found.size(), now.size());
    }
    if (!now.lastModifiedTime().equals(found.lastModifiedTime())) {
      throw new SourceChangedException(
          location.toString(),
          "was changed at %s while it was packed, it was of %s"
              .formatted(now.lastModifiedTime(), found.lastModifiedTime()));
    }
    if (!Objects.equals(now.fileKey(), found.fileKey())) {
      throw new SourceChangedException(location.toString(), "was replaced while it was packed");
    }
  }

  static BasicFileAttributes attributes(Path location) throws IOException {
    try {
      return Files.readAttributes(location, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw explained(location, e);
    }
  }

  /** The failure in words that name the place. */
  static IOException explained(Path location, IOException failure) {
    String place = location.toString();
    return switch (failure) {
      case SourceRefusedException refused -> refused;
      case AccessDeniedException denied ->
          new SourceRefusedException(place, "may not be read by this user", denied);
      case NoSuchFileException _ ->
          new SourceChangedException(place, "is gone since it was listed");
      default -> new IOException("\"" + place + "\": " + failure.getMessage(), failure);
    };
  }
}
