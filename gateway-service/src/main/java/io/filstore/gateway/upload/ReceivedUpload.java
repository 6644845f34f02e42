package io.filstore.gateway.upload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that arrived.
 *
 * @param policy that the upload shall follow; absent for the one of the settings
 * @param visibility {@code private} or {@code public}
 * @param car whether the one file is a CAR that is to be kept as it is
 * @param totalBytes of content, without multipart framing
 */
record ReceivedUpload(
    String name,
    boolean wrap,
    @Nullable String policy,
    String visibility,
    boolean car,
    List<ReceivedFile> files,
    long totalBytes) {

  /**
   * A digest of what the request means: name, wrap, policy, visibility, and each file's path, size
   * and SHA-256 in the order of paths. It does not depend on the multipart boundary, which most
   * clients choose anew for a retry.
   */
  byte[] fingerprint() {
    MessageDigest digest = FileDigest.sha256();
    text(digest, "POST /api/v1/uploads");
    text(digest, name);
    text(digest, Boolean.toString(wrap));
    if (policy != null) {
      text(digest, policy);
    }
    if (!visibility.equals(Visibility.PRIVATE)) {
      text(digest, "visibility=" + visibility);
    }
    if (car) {
      text(digest, "car");
    }
    files.stream()
        .sorted(Comparator.comparing(file -> file.path().text()))
        .forEach(file -> {
          text(digest, file.path().text());
          number(digest, file.size());
          digest.update(Objects.requireNonNull(file.sha256(), "hashing was asked for"));
        });
    return digest.digest();
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(digest, bytes.length);
    digest.update(bytes);
  }

  private static void number(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }
}
