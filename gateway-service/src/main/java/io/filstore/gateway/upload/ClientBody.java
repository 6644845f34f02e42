package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes as the client sends them: counted, compared with what it declared and with the limits
 * (also what stands around the files of a form), and an end that comes too early is a problem.
 */
final class ClientBody extends FilterInputStream {
  private final UploadHead head;
  private final UploadLimits limits;
  private final @Nullable MessageDigest digest;
  private long count;

  ClientBody(InputStream in, UploadHead head, UploadLimits limits) {
    super(in);
    this.head = head;
    this.limits = limits;
    this.digest = head.contentSha256() == null ? null : FileDigest.sha256();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    try {
      int n = in.read(buffer, offset, length);
      if (n > 0) {
        count += n;
        limits.requireBody(head, count);
        if (digest != null) {
          digest.update(buffer, offset, n);
        }
      }
      return n;
    } catch (IOException e) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST,
          "The body ended after " + count + " bytes" + declared() + "; nothing of it was kept.",
          e);
    }
  }

  @Override
  public long skip(long bytes) {
    throw new UnsupportedOperationException("every byte counts");
  }

  /**
   * Reads what follows the content (a multipart epilogue) and compares length and digest with what
   * was declared.
   *
   * @throws ProblemException {@code invalid_request} or {@code checksum_mismatch}
   */
  void finish() {
    byte[] rest = new byte[8192];
    int n = 0;
    while (n >= 0) {
      n = read(rest, 0, rest.length);
    }
    if (head.declaredLength() >= 0 && count != head.declaredLength()) {
      throw ProblemException.invalid(
          "The body ended after " + count + " bytes" + declared() + "; nothing of it was kept.");
    }
    if (digest != null && !Arrays.equals(digest.digest(), head.contentSha256())) {
      throw new ProblemException(
          ProblemCode.CHECKSUM_MISMATCH,
          "The body's SHA-256 is not the one that Content-Digest declares; nothing of it was kept.");
    }
  }

  private String declared() {
    return head.declaredLength() < 0 ? "" : " but declared " + head.declaredLength();
  }
}
