package io.filstore.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart/form-data body, written byte by byte so that its names can also be wrong. */
final class Form {
  private static final String BOUNDARY = "a-boundary-that-no-content-has";
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Form file(String path, String content) {
    return file(path.getBytes(StandardCharsets.UTF_8), content.getBytes(StandardCharsets.UTF_8));
  }

  Form file(byte[] path, byte[] content) {
    text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
    bytes.writeBytes(path);
    text("\"\r\n\r\n");
    bytes.writeBytes(content);
    text("\r\n");
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes.toByteArray());
    whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return whole.toByteArray();
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
