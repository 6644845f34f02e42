package io.filstore.unixfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filstore.ipld.Utf8;
import io.filstore.multiformats.FormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * File names as the UTF-8 that they are on disk, whatever the locale of the process: under the
 * locale C the platform reads every byte above 127 as a replacement character.
 */
final class PathText {
  private static final boolean NAMES_ARE_UTF_8 =
      UTF_8.equals(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), UTF_8));

  private static final char REPLACEMENT = '\ufffd';

  private PathText() {}

  /**
   * The text of a name or of a link's target.
   *
   * @throws FormatException if its bytes are not UTF-8
   */
  static String of(Path path) {
    String text = path.toString();
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    if (!NAMES_ARE_UTF_8) {
      return fromBytes(path, text);
    }
    boolean exact =
        text.indexOf(REPLACEMENT) < 0 || path.getFileSystem().getPath(text).equals(path);
    if (!exact) {
      throw new FormatException("is not valid UTF-8");
    }
    return text;
  }

  /** A URI holds the bytes of a path one by one; nothing else of the platform gives them out. */
  private static String fromBytes(Path path, String shown) {
    Path absolute = path.getFileSystem().getPath("/").resolve(path);
    String escaped = absolute.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = path.isAbsolute() ? 0 : 1; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      bytes.write(c == '%' ? Integer.parseInt(escaped, i + 1, i + 3, 16) : c);
      i += c == '%' ? 2 : 0;
    }
    String text = Utf8.decode(ByteBuffer.wrap(bytes.toByteArray()));
    return text.endsWith("/") && !shown.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
