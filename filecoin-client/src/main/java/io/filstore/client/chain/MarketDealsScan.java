package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads all market deals as {@link MarketDealsParser} does, with the same outcome for every input,
 * several times faster: {@link StrangersDeal} skips the deals of others, which are nearly all. The
 * parser gets, one by one, those that are ours or not in the expected form, and from where that
 * becomes the rule the whole rest. It always reads the end, and so judges whether there is one.
 */
final class MarketDealsScan {
  private static final int CHUNK = 1 << 19;

  /** Longer than any deal in the expected form: a label has at most 256 bytes. */
  private static final int EXPECTED_DEAL = 4096;

  /** So many deals in a row in another form: all will be. */
  private static final int ENOUGH = 32;

  private static final int MAX_ENVELOPE = 256;
  private static final Pattern ENVELOPE =
      Pattern.compile("\\{(\"(id|jsonrpc)\":(\"2\\.0\"|\\d{1,18}),)*\"result\":\\{");

  private final MarketDealsParser parser;
  private final StrangersDeal strangers;
  private final ReadAhead ahead;
  private ReadAhead.Chunk chunk;
  private int at;
  private boolean ended;
  private long skipped;

  private MarketDealsScan(ReadAhead ahead, Set<FilAddress> clients, Consumer<MarketDeal> sink)
      throws IOException {
    this.parser = new MarketDealsParser(clients, sink);
    this.strangers = new StrangersDeal(clients);
    this.ahead = ahead;
    this.chunk = ahead.next();
    this.at = chunk.from;
    this.ended = at == chunk.to;
  }

  /** A snapshot: the bare map. Closes the stream. */
  static MarketDealsRead snapshot(
      InputStream in, Set<FilAddress> clients, Consumer<MarketDeal> sink) throws IOException {
    return snapshot(in, CHUNK, clients, sink);
  }

  static MarketDealsRead snapshot(
      InputStream in, int chunkBytes, Set<FilAddress> clients, Consumer<MarketDeal> sink)
      throws IOException {
    try (ReadAhead ahead = new ReadAhead(in, chunkBytes)) {
      MarketDealsScan scan = new MarketDealsScan(ahead, clients, sink);
      boolean map = scan.chunk.bytes[scan.at] == '{';
      InputStream rest = map ? scan.deals("{") : scan.rest("");
      scan.parser.snapshot(rest);
      return scan.read();
    }
  }

  /** A JSON-RPC answer whose result is the map. Closes the stream. */
  static MarketDealsRead answer(InputStream in, Set<FilAddress> clients, Consumer<MarketDeal> sink)
      throws IOException {
    return answer(in, CHUNK, clients, sink);
  }

  static MarketDealsRead answer(
      InputStream in, int chunkBytes, Set<FilAddress> clients, Consumer<MarketDeal> sink)
      throws IOException {
    try (ReadAhead ahead = new ReadAhead(in, chunkBytes)) {
      MarketDealsScan scan = new MarketDealsScan(ahead, clients, sink);
      Matcher envelope = ENVELOPE.matcher(scan.begin());
      scan.parser.answer(envelope.lookingAt() ? scan.deals(envelope.group()) : scan.rest(""));
      return scan.read();
    }
  }

  private MarketDealsRead read() {
    return new MarketDealsRead(parser.seen() + skipped, parser.matched(), null, false);
  }

  private String begin() {
    int length = Math.min(MAX_ENVELOPE, chunk.to - at);
    return new String(chunk.bytes, at, length, StandardCharsets.ISO_8859_1);
  }

  /**
   * Goes through the map's members as far as it can, and returns what the parser has to read for
   * the rest: the document with the members left out that were dealt with.
   *
   * @param before the document up to the map's opening brace, which is where the stream stands
   */
  private InputStream deals(String before) throws IOException {
    at += before.length();
    int strange = 0;
    while (strange < ENOUGH) {
      ensure(EXPECTED_DEAL);
      int end = strangers.skip(chunk.bytes, at);
      strange = end == StrangersDeal.UNKNOWN ? strange + 1 : 0;
      if (end >= 0) {
        skipped++;
      } else {
        end = parse();
      }
      if (end < 0) {
        return rest(before);
      }
      at = end;
      if (!another()) {
        return rest(before);
      }
    }
    return rest(before);
  }

  /** Gives one deal to the parser; -1 when its end is not in sight. */
  private int parse() throws IOException {
    int end = JsonExtent.ofMember(chunk.bytes, at, chunk.to);
    if (end < 0 && !ended && chunk.to - at <= ReadAhead.ROOM) {
      refill();
      end = JsonExtent.ofMember(chunk.bytes, at, chunk.to);
    }
    if (end >= 0) {
      parser.member(chunk.bytes, at, end);
    }
    return end;
  }

  /** Goes to the next member; false at the map's closing brace. */
  private boolean another() throws IOException {
    if (chunk.bytes[at] == ',' && chunk.bytes[at + 1] == '"') {
      at++;
      return true;
    }
    skipSpace();
    if (chunk.bytes[at] == '}') {
      return false;
    }
    require(',');
    at++;
    skipSpace();
    require('"');
    return true;
  }

  /** The parser would refuse anything else as well. */
  private void require(char wanted) {
    if (chunk.bytes[at] != wanted) {
      throw new FormatException(
          ended && at == chunk.to
              ? "market deals end early"
              : "market deals are no JSON: expected " + wanted);
    }
  }

  private void skipSpace() throws IOException {
    ensure(1);
    while (at < chunk.to && isSpace(chunk.bytes[at])) {
      at++;
      ensure(1);
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void ensure(int bytes) throws IOException {
    while (!ended && chunk.to - at < bytes) {
      refill();
    }
  }

  private void refill() throws IOException {
    int kept = chunk.to - at;
    chunk = ahead.next(chunk, at);
    at = chunk.from;
    ended = chunk.to - at == kept;
  }

  private InputStream rest(String before) {
    return new SequenceInputStream(
        new ByteArrayInputStream(before.getBytes(StandardCharsets.ISO_8859_1)), new Rest());
  }

  /** What was not dealt with. */
  private final class Rest extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      ensure(1);
      int count = Math.min(length, chunk.to - at);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(chunk.bytes, at, into, from, count);
      at += count;
      return count;
    }
  }
}
