package io.filstore.gateway.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.gateway.problem.ProblemException;
import io.filstore.piece.PaddedPieceSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bodies that never end, with nothing in them that counts as content. */
class UploadLimitsTest {
  private static final UploadLimits LIMITS = new UploadLimits(1000, 2, PaddedPieceSize.MAX);
  private static final UploadHead FORM =
      new UploadHead("b".getBytes(US_ASCII), -1, false, null, true, null, Visibility.PRIVATE, null);

  @Test
  void whatStandsBeforeTheFirstPartIsLimited() {
    assertTooLarge(new Endless());
  }

  @Test
  void whatStandsBehindTheLastPartIsLimited() {
    String whole =
        "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\nx\r\n--b--\r\n";
    assertTooLarge(
        new SequenceInputStream(new ByteArrayInputStream(whole.getBytes(US_ASCII)), new Endless()));
  }

  @Test
  void theContentItselfIsLimited() {
    String begin = "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n";
    Endless rest = new Endless();
    assertTooLarge(
        new SequenceInputStream(new ByteArrayInputStream(begin.getBytes(US_ASCII)), rest));
    assertThat(rest.given).isLessThan(1 << 20);
  }

  private static void assertTooLarge(InputStream body) {
    assertThatThrownBy(() -> new BodyReader(FORM, new FileDigest(), LIMITS).read(body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("too_large: The upload is larger than 1000 bytes.");
  }

  private static final class Endless extends InputStream {
    private long given;

    @Override
    public int read() throws IOException {
      given++;
      return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      Arrays.fill(buffer, offset, offset + length, (byte) 'x');
      given += length;
      return length;
    }
  }
}
