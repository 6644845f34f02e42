package io.filstore.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StagingSpaceTest {
  private static final long MB = 1 << 20;
  private final AtomicLong usable = new AtomicLong(100 * MB);
  private final StagingSpace space = new StagingSpace(usable::get, 10 * MB, Duration.ofSeconds(60));

  @Test
  void whatOneUploadDeclaredIsNotPromisedToAnother() {
    try (StagingSpace.Share first = space.claim(60 * MB)) {
      assertThatThrownBy(() -> space.claim(31 * MB)).hasMessageStartingWith("staging_full");
      first.take(60 * MB);
      usable.addAndGet(-60 * MB);
      assertThatThrownBy(() -> space.claim(31 * MB)).hasMessageStartingWith("staging_full");
      space.claim(30 * MB).close();
    }
    usable.set(100 * MB);
    space.claim(90 * MB).close();
  }

  @Test
  void anUploadThatDoesNotDeclareItsSizeStopsAtTheReserveAndLeavesNothing() throws IOException {
    Path folder = Files.createTempDirectory("reserve");
    try (Staging staging = Staging.open(folder)) {
      assertThatThrownBy(
              () -> {
                try (StagingSpace.Share share = space.claim(0);
                    IncomingUpload upload = staging.begin("upl", share, false)) {
                  upload.receive(UploadPath.parse("a"), endless());
                }
              })
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("staging_full");
    }
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void theDisksOwnRefusalIsRecognized() {
    assertThat(new StagingWriteException(new IOException("No space left on device")).diskFull())
        .isTrue();
    assertThat(new StagingWriteException(new IOException("Input/output error")).diskFull())
        .isFalse();
  }

  /** A body without end; the disk gets fuller with each read. */
  private InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        usable.addAndGet(-10 * length);
        return length;
      }
    };
  }
}
