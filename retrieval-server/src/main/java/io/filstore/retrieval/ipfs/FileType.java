package io.filstore.retrieval.ipfs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** The media type of a file: by its name, else by its first bytes. */
final class FileType {

  /** How many bytes are looked at. */
  static final int HEAD = 512;

  private FileType() {}

  static String of(String name, byte[] head) throws IOException {
    MediaType byName = MediaTypeFactory.getMediaType(name).orElse(null);
    if (byName != null) {
      return byName.getType().equals("text") ? byName + ";charset=utf-8" : byName.toString();
    }
    String byMagic = URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(head));
    if (byMagic != null && !byMagic.startsWith("text/")) {
      return byMagic;
    }
    return isText(head) ? "text/plain;charset=utf-8" : MediaType.APPLICATION_OCTET_STREAM_VALUE;
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
