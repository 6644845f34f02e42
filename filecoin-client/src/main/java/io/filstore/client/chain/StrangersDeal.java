package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognises, byte by byte, a deal of a client that is none of ours, in exactly the form in which
 * Go writes it: no space, keys in the order of the structs (go-state-types, market.DealProposal and
 * DealState), texts other than the label of printable ASCII. Only that is recognised; anything else
 * is for {@link MarketDealsParser} to judge. Every byte is looked at, so what is skipped is valid
 * JSON.
 */
final class StrangersDeal {
  /** A deal of one of our clients. */
  static final int OURS = -1;

  /** Not in the expected form, or cut off. */
  static final int UNKNOWN = -2;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = ONES << 7;

  private static final Literal PROPOSAL = new Literal("\":{\"Proposal\":{\"PieceCID\":{\"/\":\"");
  private static final Literal PIECE_SIZE = new Literal("\"},\"PieceSize\":");
  private static final Literal VERIFIED = new Literal(",\"VerifiedDeal\":true,\"Client\":\"");
  private static final Literal UNVERIFIED = new Literal(",\"VerifiedDeal\":false,\"Client\":\"");
  private static final Literal PROVIDER = new Literal("\",\"Provider\":\"");
  private static final Literal LABEL = new Literal("\",\"Label\":\"");
  private static final Literal START = new Literal("\",\"StartEpoch\":");
  private static final Literal END = new Literal(",\"EndEpoch\":");
  private static final Literal PRICE = new Literal(",\"StoragePricePerEpoch\":\"");
  private static final Literal PROVIDER_COLLATERAL = new Literal("\",\"ProviderCollateral\":\"");
  private static final Literal CLIENT_COLLATERAL = new Literal("\",\"ClientCollateral\":\"");
  private static final Literal SECTOR = new Literal("\"},\"State\":{\"SectorNumber\":");
  private static final Literal SECTOR_START = new Literal(",\"SectorStartEpoch\":");
  private static final Literal LAST_UPDATED = new Literal(",\"LastUpdatedEpoch\":");
  private static final Literal SLASH = new Literal(",\"SlashEpoch\":");

  private final Set<String> ids;

  /** Ids of up to eight digits, as the words that these make. */
  private final long[] shortIds;

  StrangersDeal(Set<FilAddress> clients) {
    this.ids =
        clients.stream()
            .filter(client -> client.protocol() == FilAddress.Protocol.ID)
            .map(client -> Long.toString(client.actorId()))
            .collect(Collectors.toSet());
    this.shortIds =
        ids.stream()
            .filter(id -> id.length() <= Long.BYTES)
            .mapToLong(StrangersDeal::word)
            .sorted()
            .toArray();
  }

  private static long word(String id) {
    byte[] padded = Arrays.copyOf(id.getBytes(StandardCharsets.US_ASCII), Long.BYTES);
    return (long) WORD.get(padded, 0);
  }

  /**
   * The offset behind the deal that begins at {@code at} with the quote before its id; else {@link
   * #OURS} or {@link #UNKNOWN}. The bytes behind the last one must be zero, {@link ReadAhead#SLACK}
   * of them.
   */
  int skip(byte[] bytes, int at) {
    if (bytes[at] != '"') {
      return UNKNOWN;
    }
    int size =
        PIECE_SIZE.skip(
            bytes, JsonText.plain(bytes, PROPOSAL.skip(bytes, JsonText.plain(bytes, at + 1))));
    int verified = number(bytes, size);
    int client = VERIFIED.skip(bytes, verified);
    client = client < 0 ? UNVERIFIED.skip(bytes, verified) : client;
    int provider = client(bytes, client);
    return provider < 0 ? provider : afterClient(bytes, provider);
  }

  private static int afterClient(byte[] bytes, int at) {
    int label = LABEL.skip(bytes, JsonText.plain(bytes, PROVIDER.skip(bytes, at)));
    int start = START.skip(bytes, JsonText.any(bytes, label));
    int end = END.skip(bytes, number(bytes, start));
    int price = PRICE.skip(bytes, number(bytes, end));
    int provider = PROVIDER_COLLATERAL.skip(bytes, JsonText.plain(bytes, price));
    int client = CLIENT_COLLATERAL.skip(bytes, JsonText.plain(bytes, provider));
    return state(bytes, SECTOR.skip(bytes, JsonText.plain(bytes, client)));
  }

  private static int state(byte[] bytes, int at) {
    int start = SECTOR_START.skip(bytes, number(bytes, at));
    int updated = LAST_UPDATED.skip(bytes, number(bytes, start));
    int slash = SLASH.skip(bytes, number(bytes, updated));
    int end = number(bytes, slash);
    return end >= 0 && bytes[end] == '}' && bytes[end + 1] == '}' ? end + 2 : UNKNOWN;
  }

  /** An id address of either network, up to its closing quote. */
  private int client(byte[] bytes, int at) {
    if (at < 0 || (bytes[at] != 'f' && bytes[at] != 't') || bytes[at + 1] != '0') {
      return UNKNOWN;
    }
    int id = at + 2;
    int end = digits(bytes, id);
    if (end < 0 || (bytes[id] == '0' && end > id + 1)) {
      return UNKNOWN;
    }
    return isOurs(bytes, id, end) ? OURS : end;
  }

  private boolean isOurs(byte[] bytes, int from, int to) {
    if (to - from > Long.BYTES) {
      return ids.contains(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
    return Arrays.binarySearch(shortIds, firstBytes(bytes, from, to - from)) >= 0;
  }

  private static long firstBytes(byte[] bytes, int at, int count) {
    return (long) WORD.get(bytes, at) & (-1L >>> (Long.SIZE - Byte.SIZE * count));
  }

  /**
   * A JSON integer; nothing of what follows a leading zero, which the next literal then refuses.
   */
  private static int number(byte[] bytes, int at) {
    if (at < 0) {
      return UNKNOWN;
    }
    int first = bytes[at] == '-' ? at + 1 : at;
    return bytes[first] == '0' ? first + 1 : digits(bytes, first);
  }

  /** The offset behind one to fifteen digits. */
  private static int digits(byte[] bytes, int at) {
    int count = digits((long) WORD.get(bytes, at));
    if (count == Long.BYTES) {
      count += digits((long) WORD.get(bytes, at + Long.BYTES));
    }
    return count == 0 || count == 2 * Long.BYTES ? UNKNOWN : at + count;
  }

  /** How many of the eight bytes, from the lowest on, are digits. */
  private static int digits(long word) {
    long values = word ^ (ONES * '0');
    long others = (((values & ~HIGH) + ONES * (0x7f - 9)) | values) & HIGH;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /** What has to stand there, at least eight bytes of it. */
  private static final class Literal {
    private final long[] words;
    private final long last;
    private final int length;

    Literal(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      this.length = bytes.length;
      this.words = new long[(length - 1) / Long.BYTES];
      for (int i = 0; i < words.length; i++) {
        words[i] = (long) WORD.get(bytes, i * Long.BYTES);
      }
      this.last = (long) WORD.get(bytes, length - Long.BYTES);
    }

    int skip(byte[] bytes, int at) {
      if (at < 0) {
        return UNKNOWN;
      }
      for (int i = 0; i < words.length; i++) {
        if ((long) WORD.get(bytes, at + i * Long.BYTES) != words[i]) {
          return UNKNOWN;
        }
      }
      int end = at + length;
      return (long) WORD.get(bytes, end - Long.BYTES) == last ? end : UNKNOWN;
    }
  }
}
