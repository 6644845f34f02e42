package io.filstore.gateway;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A multipart/form-data body, written byte by byte so that it can also be wrong. */
public final class Form {
  private final String boundary = "x" + UUID.randomUUID();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public Form file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public Form file(String path, byte[] content) {
    return part(
        "Content-Disposition: form-data; name=\"file\"; filename=\""
            + path.replace("\"", "%22")
            + "\"\r\nContent-Type: application/octet-stream",
        content);
  }

  public Form field(String name, String value) {
    return part(
        "Content-Disposition: form-data; name=\"" + name + "\"",
        value.getBytes(StandardCharsets.UTF_8));
  }

  /** A part with any headers. */
  public Form part(String headers, byte[] content) {
    return part(headers.getBytes(StandardCharsets.UTF_8), content);
  }

  public Form part(byte[] headers, byte[] content) {
    text("--" + boundary + "\r\n");
    bytes.writeBytes(headers);
    text("\r\n\r\n");
    bytes.writeBytes(content);
    text("\r\n");
    return this;
  }

  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  public byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes.toByteArray());
    whole.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return whole.toByteArray();
  }

  /** Makes the form the body of a request. */
  public HttpRequest.Builder into(HttpRequest.Builder request) {
    return request
        .header("Content-Type", contentType())
        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes()));
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
