package io.filstore.allinone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** The files as one multipart body, read while it is sent. */
final class UploadBody {
  private static final MediaType BYTES = MediaType.get("application/octet-stream");
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private UploadBody() {}

  /** Tells {@code sent} how many bytes of content went out since it was told last. */
  static RequestBody of(SourceTree tree, LongConsumer sent) {
    MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
    for (SourceTree.SourceFile file : tree.files()) {
      body.addPart(
          Headers.of(
              "Content-Disposition",
              "form-data; name=\"file\"; filename*=UTF-8''" + percentEncoded(file.path())),
          new FileBody(file, sent));
    }
    return body.build();
  }

  /** RFC 8187: exact whatever the name holds, quotes and percent signs included. */
  static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      if (PLAIN.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static final class FileBody extends RequestBody {
    private final SourceTree.SourceFile file;
    private final LongConsumer sent;

    FileBody(SourceTree.SourceFile file, LongConsumer sent) {
      this.file = file;
      this.sent = sent;
    }

    @Override
    public MediaType contentType() {
      return BYTES;
    }

    @Override
    public long contentLength() {
      return file.size();
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] buffer = new byte[64 * 1024];
      try (InputStream in = Files.newInputStream(file.file())) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sink.write(buffer, 0, n);
          sent.accept(n);
        }
      }
    }
  }
}
