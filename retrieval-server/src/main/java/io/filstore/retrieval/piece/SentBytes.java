package io.filstore.retrieval.piece;

import io.filstore.db.transfer.Transfers;
import io.filstore.retrieval.bytes.Content;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Counts what goes out to one provider and writes it down about once a second, so that a slow
 * download can be told from one that stands still. A database that is away costs the count, not the
 * download.
 */
final class SentBytes {

  private static final Logger LOG = LoggerFactory.getLogger(SentBytes.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Transfers transfers;
  private final Clock clock;
  private final String pieceCid;
  private final String provider;
  private long unwritten;
  private Instant written;

  SentBytes(Transfers transfers, Clock clock, String pieceCid, String provider) {
    this.transfers = transfers;
    this.clock = clock;
    this.pieceCid = pieceCid;
    this.provider = provider;
    this.written = clock.instant();
  }

  /** The body with its bytes counted. */
  Content.Body counted(Content.Body body) {
    return (offset, length, out) -> {
      try {
        body.write(offset, length, new Counted(out));
      } finally {
        write();
      }
    };
  }

  /** Bytes that the container sends by itself. */
  void handedOver(long bytes) {
    unwritten += bytes;
    write();
  }

  private void add(int bytes) {
    unwritten += bytes;
    if (clock.instant().isAfter(written.plus(PAUSE))) {
      write();
    }
  }

  private void write() {
    if (unwritten == 0) {
      return;
    }
    try {
      transfers.sent(pieceCid, provider, unwritten, clock.instant());
    } catch (DataAccessException e) {
      LOG.debug("{} bytes of {} to {} were not counted", unwritten, pieceCid, provider, e);
    }
    unwritten = 0;
    written = clock.instant();
  }

  private final class Counted extends FilterOutputStream {

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      add(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      add(length);
    }
  }
}
