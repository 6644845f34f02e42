package io.filstore.retrieval.ipfs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** The media type of a file: by its name, else by its first bytes. */
final class FileType {

  /** How many bytes are looked at. */
  static final int HEAD = 512;

  private static final Pattern SVG =
      Pattern.compile(
          "\\A\\uFEFF?\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*|<!DOCTYPE svg[^>]*>\\s*)*<svg[\\s>]",
          Pattern.DOTALL);

  private FileType() {}

  /** By the name alone. */
  static Optional<String> of(String name) {
    return MediaTypeFactory.getMediaType(name)
        .map(type -> type.getType().equals("text") ? type + ";charset=utf-8" : type.toString());
  }

  /** By the first {@link #HEAD} bytes, fewer when the file has not more. */
  static String of(byte[] head) throws IOException {
    boolean text = isText(head);
    if (text && SVG.matcher(new String(head, StandardCharsets.UTF_8)).find()) {
      return "image/svg+xml";
    }
    if (text && JsonText.begins(head)) {
      return MediaType.APPLICATION_JSON_VALUE;
    }
    String byMagic = URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(head));
    if (byMagic != null && !byMagic.startsWith("text/")) {
      return byMagic;
    }
    return text ? "text/plain;charset=utf-8" : MediaType.APPLICATION_OCTET_STREAM_VALUE;
  }

  /** UTF-8 without control characters; a character cut by the end of the head is forgiven. */
  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    for (int cut = 0; cut < 4 && cut <= head.length; cut++) {
      if (isUtf8(Arrays.copyOf(head, head.length - cut))) {
        return true;
      }
      if (head.length < HEAD) {
        return false;
      }
    }
    return false;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }
}
