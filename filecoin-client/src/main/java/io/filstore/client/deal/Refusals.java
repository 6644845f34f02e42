package io.filstore.client.deal;

import static io.filstore.client.deal.RejectionCause.ALLOCATION_UNFIT;
import static io.filstore.client.deal.RejectionCause.ALLOCATION_UNKNOWN;
import static io.filstore.client.deal.RejectionCause.CLIENT_NOT_ALLOWED;
import static io.filstore.client.deal.RejectionCause.CLIENT_NOT_ON_CHAIN;
import static io.filstore.client.deal.RejectionCause.COLLATERAL_OUT_OF_RANGE;
import static io.filstore.client.deal.RejectionCause.COMMP_MISMATCH;
import static io.filstore.client.deal.RejectionCause.DATACAP_INSUFFICIENT;
import static io.filstore.client.deal.RejectionCause.DOWNLOAD_FAILED;
import static io.filstore.client.deal.RejectionCause.DUPLICATE;
import static io.filstore.client.deal.RejectionCause.DURATION_OUT_OF_RANGE;
import static io.filstore.client.deal.RejectionCause.FUNDS_INSUFFICIENT;
import static io.filstore.client.deal.RejectionCause.NOT_ACTIVATED_IN_TIME;
import static io.filstore.client.deal.RejectionCause.OVERLOADED;
import static io.filstore.client.deal.RejectionCause.PIECE_SIZE_MISMATCH;
import static io.filstore.client.deal.RejectionCause.PIECE_TOO_LARGE;
import static io.filstore.client.deal.RejectionCause.PIECE_TOO_SMALL;
import static io.filstore.client.deal.RejectionCause.PRICE_BELOW_ASK;
import static io.filstore.client.deal.RejectionCause.PROPOSAL_INVALID;
import static io.filstore.client.deal.RejectionCause.PROVIDER_ERROR;
import static io.filstore.client.deal.RejectionCause.SIGNATURE_INVALID;
import static io.filstore.client.deal.RejectionCause.START_EPOCH_OUT_OF_RANGE;
import static io.filstore.client.deal.RejectionCause.UNSUPPORTED_PRODUCT;
import static io.filstore.client.deal.RejectionCause.UNSUPPORTED_PROTOCOL;
import static io.filstore.client.deal.RejectionCause.UNSUPPORTED_SOURCE;
import static io.filstore.client.deal.RejectionCause.VERIFIED_DEALS_UNAVAILABLE;
import static io.filstore.client.deal.RejectionCause.WRONG_PROVIDER;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what providers say when they refuse or fail: curio market/mk12/mk12.go and
 * market/mk20/mk20.go, boost storagemarket/deal_acceptance.go, and the words of f05, f06, f07 and
 * Lotus that they pass on. The first rule that fits counts, so the narrow ones stand first.
 */
public final class Refusals {

  private record Rule(RejectionCause cause, Pattern words) {
    Rule(RejectionCause cause, String words) {
      this(cause, Pattern.compile(words, Pattern.CASE_INSENSITIVE));
    }
  }

  private static final String GIVEN = "(?<given>\\d{1,40})";
  private static final String LEAST = "(?<least>\\d{1,40})";
  private static final String MOST = "(?<most>\\d{1,40})";

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              DUPLICATE, "deal proposal is identical|deal has the same uuid|\\balready exists"),
          new Rule(
              OVERLOADED,
              "backpressure|overloaded|(re)?try (again|in some time)|too many (requests|pending messages)|rate limit"),
          new Rule(
              PRICE_BELOW_ASK,
              "price per epoch (is )?(less|lower) than asking price(: "
                  + GIVEN
                  + " < "
                  + LEAST
                  + ")?"),
          new Rule(
              PIECE_TOO_SMALL, "piece size " + GIVEN + " is not between " + LEAST + " and " + MOST),
          new Rule(
              PIECE_TOO_SMALL,
              "piece size less than minimum( required size)?(: " + GIVEN + " < " + LEAST + ")?"),
          new Rule(PIECE_TOO_SMALL, "(piece|allocation) size " + GIVEN + " below minimum " + LEAST),
          new Rule(PIECE_TOO_SMALL, "verified piece size must be at least"),
          new Rule(
              PIECE_TOO_LARGE,
              "piece size more than maximum( allowed size)?(: " + GIVEN + " > " + MOST + ")?"),
          new Rule(PIECE_TOO_LARGE, "larger than the miner's sector size"),
          new Rule(
              PIECE_SIZE_MISMATCH,
              "piece size " + GIVEN + " doesn't match padded piece size " + LEAST),
          new Rule(
              START_EPOCH_OUT_OF_RANGE,
              "start epoch (" + GIVEN + " )?has already elapsed(\\D{1,40}" + LEAST + ")?"),
          new Rule(
              START_EPOCH_OUT_OF_RANGE, "start epoch " + GIVEN + " is too soon\\D{1,40}" + LEAST),
          new Rule(
              START_EPOCH_OUT_OF_RANGE,
              "current epoch " + LEAST + " has passed direct deal proposal start epoch " + GIVEN),
          new Rule(
              START_EPOCH_OUT_OF_RANGE,
              "start epoch (is )?(less than|too (soon|early|late|far)|out of (range|bounds))"),
          new Rule(
              DURATION_OUT_OF_RANGE,
              "duration out of bounds \\(min, max, provided\\): "
                  + LEAST
                  + ", "
                  + MOST
                  + ", "
                  + GIVEN),
          new Rule(DURATION_OUT_OF_RANGE, "duration must be at least " + LEAST),
          new Rule(
              DURATION_OUT_OF_RANGE,
              "invalid deal end epoch \\d+: cannot be (after|more than) " + MOST),
          new Rule(DURATION_OUT_OF_RANGE, "allocation term min " + GIVEN + " below limit " + LEAST),
          new Rule(
              DURATION_OUT_OF_RANGE,
              "allocation term min " + GIVEN + " is longer than the sector lifetime " + MOST),
          new Rule(DURATION_OUT_OF_RANGE, "allocation term (min|max) is"),
          new Rule(DURATION_OUT_OF_RANGE, "term min (is )?longer than"),
          new Rule(
              COLLATERAL_OUT_OF_RANGE,
              "provider collateral out of bounds: " + GIVEN + ", " + LEAST + " to " + MOST),
          new Rule(
              COLLATERAL_OUT_OF_RANGE, "provider collateral " + GIVEN + " below minimum " + LEAST),
          new Rule(
              COLLATERAL_OUT_OF_RANGE, "provider collateral " + GIVEN + " above maximum " + MOST),
          new Rule(
              COLLATERAL_OUT_OF_RANGE,
              "provider collateral below minimum: " + GIVEN + " < " + LEAST),
          new Rule(
              COLLATERAL_OUT_OF_RANGE,
              "provider collateral above maximum: " + GIVEN + " > " + MOST),
          new Rule(
              DATACAP_INSUFFICIENT,
              "DataCap " + GIVEN + " too small for proposed piece size " + LEAST),
          new Rule(
              DATACAP_INSUFFICIENT,
              "DataCap too small|not a verified client|client not verified|data cap missing"),
          new Rule(FUNDS_INSUFFICIENT, "Available too small: " + GIVEN + " < " + LEAST),
          new Rule(
              FUNDS_INSUFFICIENT,
              "funds in escrow " + GIVEN + " not enough to meet storage cost for deal " + LEAST),
          new Rule(
              FUNDS_INSUFFICIENT,
              "Available too small|not enough funds|insufficient (funds|balance)"),
          new Rule(ALLOCATION_UNKNOWN, "must have a valid allocation|allocation (\\S+ )?not found"),
          new Rule(
              ALLOCATION_UNFIT,
              "allocation (provider|data cid|piece cid|size does not match|expir(ation|es))|another active deal uses the allocation|another deal for client \\S+ and allocation \\d+"),
          new Rule(VERIFIED_DEALS_UNAVAILABLE, "transfer not allowed from"),
          new Rule(
              CLIENT_NOT_ALLOWED,
              "client (is )?not allowed|not allowed to make deal|unauthori[sz]ed|not authori[sz]ed"),
          new Rule(UNSUPPORTED_PROTOCOL, "libp2p (URLs are not supported|is disabled)"),
          new Rule(
              UNSUPPORTED_SOURCE,
              "(offline|online)( storage)? deals (are )?(denied|not allowed|not accepted)|does not accept (offline|online)|data source \\S+ (is not enabled|only)|not accepting (offline|online)"),
          new Rule(
              UNSUPPORTED_PRODUCT,
              "product \\S+ is not enabled|unsupported product|market (is )?not enabled"),
          new Rule(
              WRONG_PROVIDER,
              "not available in Curio cluster|incorrect provider for deal|failed to load miner actor|getting ask for miner"),
          new Rule(CLIENT_NOT_ON_CHAIN, "actor not found"),
          new Rule(
              NOT_ACTIVATED_IN_TIME,
              "may not have completed sealing before deal proposal start epoch"),
          new Rule(
              COMMP_MISMATCH,
              "(comm-?p|commd|piece cid|piece commitment)\\b.{0,400}(mismatch|match|differs)"),
          new Rule(
              // boostd trips over an allocation that its node does not see yet, instead of refusing
              // it.
              PROVIDER_ERROR,
              "panic in rpc method|server error|node error|request timeout|could not commit|store deal: |null round|missing permission|maintenance"),
          new Rule(
              PROVIDER_ERROR,
              "method '[^']{1,80}' not found|nonce too low|minimum expected nonce|gas fee cap too low|replace by fee|nonce gap|(deal )?filter error|method not supported"),
          new Rule(
              SIGNATURE_INVALID,
              "invalid signature|validateSignature failed|could not verify signature"),
          new Rule(
              DOWNLOAD_FAILED,
              "download|fetch|transfer (failed|error|stalled)|no such host|connection (reset|refused)|timed out|(HEAD|GET) \\S+ .{0,60}answered|got \\d+ bytes of|unexpected EOF"),
          new Rule(
              PROPOSAL_INVALID,
              "deal label can be at most|piece size is invalid|PieceCID (undefined|had wrong prefix)|proposal end .{0,30}before|invalid content type|malformed|All deal proposals invalid|total allocation size|out of bounds|de-?serialize|signed proposal cid|products validation failed|is required for a DDO|must be defined for a DDO|must not carry|exactly one data|URLs are required"));

  private Refusals() {}

  /** The cause that the words tell; empty for words that no rule knows. */
  public static Optional<RejectionCause> cause(String text) {
    for (Rule rule : RULES) {
      Matcher match = rule.words().matcher(text);
      if (match.find()) {
        boolean tooLarge = rule.cause() == PIECE_TOO_SMALL && Stated.of(match).aboveMost();
        return Optional.of(tooLarge ? PIECE_TOO_LARGE : rule.cause());
      }
    }
    return Optional.empty();
  }

  /** The numbers that the words tell. */
  public static Stated stated(String text) {
    for (Rule rule : RULES) {
      Matcher match = rule.words().matcher(text);
      if (match.find()) {
        return Stated.of(match);
      }
    }
    return Stated.NOTHING;
  }

  /**
   * The cause of an MK12 refusal, which is a text only. Words that no rule knows come from the
   * provider's own filter.
   */
  static RejectionCause mk12(String text) {
    return cause(text).orElse(RejectionCause.PROVIDER_REFUSED);
  }

  /** The cause of an HTTP status in place of an MK12 answer. */
  static RejectionCause mk12(int status, String text) {
    return switch (status) {
      case 400 -> PROPOSAL_INVALID;
      case 401, 403 -> CLIENT_NOT_ALLOWED;
      case 404, 405, 501 -> UNSUPPORTED_PROTOCOL;
      case 429 -> OVERLOADED;
      default -> mk12(text);
    };
  }

  /**
   * The cause of an MK20 result code and its text. Codes with one meaning decide; where a code has
   * several, the words do.
   */
  static RejectionCause mk20(int status, String text) {
    return switch (status) {
      case 401, 403 -> CLIENT_NOT_ALLOWED;
      case 409 -> DUPLICATE;
      case 422 -> UNSUPPORTED_SOURCE;
      case 423, 424, 440 -> UNSUPPORTED_PRODUCT;
      case 426 -> RejectionCause.MARKET_REFUSED;
      case 429 -> OVERLOADED;
      case 441 -> DURATION_OUT_OF_RANGE;
      case 404, 405 -> cause(text).orElse(UNSUPPORTED_PROTOCOL);
      case 425, 430 -> cause(text).orElse(PROPOSAL_INVALID);
      default ->
          status >= 500
              ? cause(text).orElse(PROVIDER_ERROR)
              : cause(text).orElse(RejectionCause.PROVIDER_REFUSED);
    };
  }
}
