package io.filstore.gateway.denylist;

import io.filstore.db.denylist.DeniedHash;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request to deny something.
 *
 * @param cid of content or any block of it, in any version and codec, or of a piece, in version 1
 *     or 2
 * @param reason for the record; readers are not told
 */
record NewDenial(@Nullable String cid, @Nullable String reason) {
  private static final int MAX_REASON = 1000;

  /** What is denied, see {@link DeniedHash}. */
  Multihash checkedHash() {
    return hash(cid);
  }

  /** The hash of a CID that stands in a request. */
  static Multihash hash(@Nullable String cid) {
    try {
      Multihash hash = DeniedHash.of(Cid.parse(cid == null ? "" : cid));
      if (hash.code() == Multihash.IDENTITY) {
        throw ProblemException.invalid("An identity CID carries its bytes: it cannot be denied.");
      }
      return hash;
    } catch (FormatException e) {
      throw new ProblemException(
          ProblemCode.INVALID_CID, "cid must be the CID of content or of a piece.", e);
    }
  }

  String checkedReason() {
    if (reason != null
        && !reason.isBlank()
        && reason.length() <= MAX_REASON
        && reason.codePoints().noneMatch(Character::isISOControl)) {
      return reason;
    }
    throw ProblemException.invalid(
        "reason has %d characters, must have 1 to %d and no control characters."
            .formatted(reason == null ? 0 : reason.length(), MAX_REASON));
  }
}
