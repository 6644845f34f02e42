package io.filstore.retrieval.fallback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarIndex;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.outside.Fault;
import io.filstore.retrieval.outside.OutsideHttp;
import io.filstore.retrieval.outside.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Sources that lie, stall or flood, one test each: none of their bytes is ever a block. */
class HostileSourceTest {
  private static final byte[] BLOCK = "a block of ours".getBytes(UTF_8);
  private static final Cid CID = Cid.sha256(Cid.RAW, BLOCK);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String RAW = "Content-Type: application/vnd.ipld.raw";

  /** The block is at byte 100 of its piece. */
  private static final CarIndex.Location AT = new CarIndex.Location(60, 40 + BLOCK.length, 40);

  private final OutsideHttp patient = OutsideHttp.anywhere(new Patience(LONG, LONG, LONG));

  @Test
  void anHonestOneGivesTheBlock() throws Exception {
    try (RawSource source = answering(RawSource.http("200 OK", BLOCK, RAW))) {
      assertThat(block(patient, source)).isEqualTo(BLOCK);
      assertThat(source.asked().getFirst().line())
          .isEqualTo("GET /ipfs/" + CID + "?format=raw HTTP/1.1");
    }
  }

  @Test
  void anHonestProviderGivesTheRangeOfItsPiece() throws Exception {
    byte[] piece = new byte[300];
    System.arraycopy(BLOCK, 0, piece, 100, BLOCK.length);
    try (RawSource source = new RawSource(RawSource.piece(piece))) {
      assertThat(((Got.Block) part(patient, source)).bytes()).isEqualTo(BLOCK);
      assertThat(source.asked().getFirst().path()).isEqualTo("/piece/bafk-piece");
    }
  }

  @Test
  void wrongBytes() throws Exception {
    byte[] wrong = BLOCK.clone();
    wrong[3] ^= 1;
    try (RawSource source = answering(RawSource.http("200 OK", wrong, RAW))) {
      assertThat(fault(patient, source)).isEqualTo(Fault.WRONG_BYTES);
    }
  }

  @Test
  void aTruncatedAnswer() throws Exception {
    byte[] whole = RawSource.http("200 OK", BLOCK, RAW);
    try (RawSource source =
        new RawSource((_, out) -> {
          out.write(whole, 0, whole.length - 4);
          throw new IOException("that is all");
        })) {
      assertThat(fault(patient, source)).isEqualTo(Fault.TRUNCATED);
    }
  }

  @Test
  void anAnswerThatEndsBetweenItsChunks() throws Exception {
    try (RawSource source =
        new RawSource((_, out) -> {
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na blo\r\n");
          throw new IOException("that is all");
        })) {
      assertThat(fault(patient, source)).isEqualTo(Fault.TRUNCATED);
    }
  }

  @Test
  void anEndlessAnswerIsLeftAtTheLargestBlock() throws Exception {
    AtomicLong sent = new AtomicLong();
    CountDownLatch hungUp = new CountDownLatch(1);
    byte[] chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(ISO_8859_1);
    try (RawSource source =
        new RawSource((_, out) -> {
          write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          try {
            while (true) {
              out.write(chunk);
              sent.addAndGet(1 << 16);
            }
          } finally {
            hungUp.countDown();
          }
        })) {
      assertThat(fault(patient, source)).isEqualTo(Fault.TOO_LARGE);
      hungUp.await();
      // What the sockets hold comes on top.
      assertThat(sent.get()).isLessThan(32L << 20);
    }
  }

  @Test
  void aLengthThatIsTooLargeIsNotEvenRead() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawSource source =
        new RawSource((_, out) -> {
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
          over.await();
        })) {
      assertThat(fault(patient, source)).isEqualTo(Fault.TOO_LARGE);
      over.countDown();
    }
  }

  @Test
  void aSlowDripEndsWithTheTimeForTheWhole() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean dripped = new AtomicBoolean();
    try (OutsideHttp http = OutsideHttp.anywhere(new Patience(LONG, LONG, SHORT));
        RawSource source =
            new RawSource((_, out) -> {
              write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
              do {
                out.write('x');
                dripped.set(true);
              } while (!over.await(5, TimeUnit.MILLISECONDS));
            })) {
      assertThat(fault(http, source)).isEqualTo(Fault.TOO_SLOW);
      assertThat(dripped).isTrue();
      over.countDown();
    }
  }

  @Test
  void oneThatNeverAnswersEndsWithTheTimeForSilence() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (OutsideHttp http = OutsideHttp.anywhere(new Patience(LONG, SHORT, LONG));
        RawSource source = new RawSource((_, _) -> over.await())) {
      assertThat(fault(http, source)).isEqualTo(Fault.TOO_SLOW);
      over.countDown();
    }
  }

  @Test
  void aRedirectToAPrivateAddressIsNotFollowed() throws Exception {
    try (RawSource inside = answering(RawSource.http("200 OK", BLOCK, RAW));
        RawSource source =
            answering(
                RawSource.http(
                    "302 Found", new byte[0], "Location: " + inside.url() + "/ipfs/" + CID))) {
      assertThat(fault(patient, source)).isEqualTo(Fault.REDIRECTED);
      assertThat(inside.asked()).isEmpty();
    }
  }

  @Test
  void aPrivateAddressIsNotConnectedTo() throws Exception {
    try (OutsideHttp http = OutsideHttp.publicOnly(new Patience(LONG, LONG, LONG));
        RawSource inside = answering(RawSource.http("200 OK", BLOCK, RAW))) {
      assertThat(fault(http, inside)).isEqualTo(Fault.NOT_PUBLIC);
      Ask byName =
          new Ask.Block(new Source.Gateway(inside.base().newBuilder().host("localhost").build()));
      assertThat(((Got.Nothing) new Question(http, byName, CID).answer()).fault())
          .isEqualTo(Fault.NOT_PUBLIC);
      assertThat(inside.asked()).isEmpty();
    }
  }

  @Test
  void aPageInsteadOfABlock() throws Exception {
    try (RawSource source =
        answering(RawSource.http("200 OK", BLOCK, "Content-Type: text/html; charset=utf-8"))) {
      assertThat(fault(patient, source)).isEqualTo(Fault.PAGE);
    }
  }

  @Test
  void aPartOfAnotherLength() throws Exception {
    byte[] less = Arrays.copyOf(BLOCK, BLOCK.length - 1);
    String range = "Content-Range: bytes 100-%d/300".formatted(99 + BLOCK.length);
    try (RawSource source = answering(RawSource.http("206 Partial Content", less, range))) {
      assertThat(((Got.Nothing) part(patient, source)).fault()).isEqualTo(Fault.WRONG_BYTES);
    }
  }

  @Test
  void aPartOfAnotherPlaceIsNotTakenEvenIfItIsTheBlock() throws Exception {
    try (RawSource source =
        answering(RawSource.http("206 Partial Content", BLOCK, "Content-Range: bytes 0-14/300"))) {
      assertThat(((Got.Nothing) part(patient, source)).fault()).isEqualTo(Fault.WRONG_BYTES);
    }
  }

  @Test
  void aProviderWithoutRangesIsNotReadFromItsBeginning() throws Exception {
    try (RawSource source = answering(RawSource.http("200 OK", BLOCK))) {
      assertThat(((Got.Nothing) part(patient, source)).fault()).isEqualTo(Fault.NOT_OFFERED);
    }
  }

  @Test
  void whatComesAfterWeHungUpIsNoBlock() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    try (RawSource source =
        new RawSource((_, out) -> {
          asked.countDown();
          cancelled.await();
          out.write(RawSource.http("200 OK", BLOCK, RAW));
        })) {
      Question question = new Question(patient, gateway(source), CID);
      Thread hangsUp =
          Thread.startVirtualThread(() -> {
            awaitQuietly(asked);
            question.cancel();
            cancelled.countDown();
          });
      assertThat(((Got.Nothing) question.answer()).fault()).isEqualTo(Fault.CANCELLED);
      hangsUp.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RawSource answering(byte[] answer) throws IOException {
    return new RawSource((_, out) -> out.write(answer));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private static Ask gateway(RawSource source) {
    return new Ask.Block(new Source.Gateway(source.base()));
  }

  private static byte[] block(OutsideHttp http, RawSource source) {
    return ((Got.Block) new Question(http, gateway(source), CID).answer()).bytes();
  }

  private static Fault fault(OutsideHttp http, RawSource source) {
    return ((Got.Nothing) new Question(http, gateway(source), CID).answer()).fault();
  }

  private static Got part(OutsideHttp http, RawSource source) {
    Ask ask = new Ask.PartOfPiece(new Source.Provider("f01000", source.base(), "bafk-piece"), AT);
    return new Question(http, ask, CID).answer();
  }
}
