package io.filstore.retrieval.fallback;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.outside.Fault;
import io.filstore.retrieval.outside.OutsideCall;
import io.filstore.retrieval.outside.OutsideHttp;
import io.filstore.retrieval.outside.Reply;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;

/** A question to a source, and whether its answer is the block. Cancelled from any thread. */
final class Question {
  /** Larger blocks are not exchanged (trustless gateway specification, appendix P2P). */
  static final int MOST = 2 << 20;

  private static final int PARTIAL = 206;
  private static final Map<String, String> RAW = Map.of("Accept", "application/vnd.ipld.raw");

  private final Ask ask;
  private final Cid cid;
  private final OutsideCall call;

  Question(OutsideHttp http, Ask ask, Cid cid) {
    this.ask = ask;
    this.cid = cid;
    this.call =
        switch (ask) {
          case Ask.Block(Source source) -> http.get(block(source), RAW, MOST);
          case Ask.PartOfPiece part ->
              http.get(
                  piece(part.source()),
                  Map.of("Range", "bytes=" + range(part)),
                  part.where().blockLength());
        };
  }

  private HttpUrl block(Source source) {
    return source
        .base()
        .newBuilder()
        .addPathSegments("ipfs/" + cid)
        .addQueryParameter("format", "raw")
        .build();
  }

  private static HttpUrl piece(Source.Provider provider) {
    return provider.base().newBuilder().addPathSegments("piece/" + provider.pieceCidV2()).build();
  }

  /** First and last byte, as in {@code Range} and {@code Content-Range}. */
  private static String range(Ask.PartOfPiece part) {
    long first = part.where().blockOffset();
    return first + "-" + (first + part.where().blockLength() - 1);
  }

  Got answer() {
    return switch (call.answer()) {
      case Reply.Failed failed -> new Got.Nothing(failed.fault(), failed.retryAfter());
      case Reply.Body body -> judged(body);
    };
  }

  void cancel() {
    call.cancel();
  }

  private Got judged(Reply.Body body) {
    return switch (ask) {
      case Ask.PartOfPiece part -> judged(part, body);
      case Ask.Block _ ->
          body.contentType().toLowerCase(Locale.ROOT).startsWith("text/html")
              ? Got.nothing(Fault.PAGE)
              : verified(body.bytes());
    };
  }

  private Got judged(Ask.PartOfPiece part, Reply.Body body) {
    if (body.status() != PARTIAL) {
      return Got.nothing(Fault.NOT_OFFERED);
    }
    boolean asAsked = body.contentRange().startsWith("bytes " + range(part) + "/");
    return asAsked && body.bytes().length == part.where().blockLength()
        ? verified(body.bytes())
        : Got.nothing(Fault.WRONG_BYTES);
  }

  private Got verified(byte[] bytes) {
    return cid.multihash().verifies(bytes) ? new Got.Block(bytes) : Got.nothing(Fault.WRONG_BYTES);
  }
}
