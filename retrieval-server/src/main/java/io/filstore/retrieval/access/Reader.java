package io.filstore.retrieval.access;

import io.filstore.db.piece.Audience;
import io.filstore.piece.PieceToken;
import io.filstore.retrieval.problem.Problem;
import io.filstore.retrieval.problem.ProblemException;

/** Who asks for bytes, after the credentials were found good. */
public sealed interface Reader {

  /** An API key with the scope {@code content:read}: reads what its account uploaded. */
  record Account(String accountId) implements Reader {}

  /** A token to be checked against the piece that is asked for. */
  record Provider(PieceToken token) implements Reader {}

  /**
   * Nobody in particular.
   *
   * @param everything whether the operator opened whatever is stored, and not only public uploads
   */
  record Anyone(boolean everything) implements Reader {}

  /** Whoever has a link to an upload; of the account that made the link. */
  record Link(String uploadId, String accountId) implements Reader {}

  /** Whose uploads it may read. A provider reads its piece by its token alone. */
  default Audience audience() {
    return switch (this) {
      case Account account -> Audience.account(account.accountId());
      case Anyone(boolean everything) -> everything ? Audience.everything() : Audience.anyone();
      case Link link -> Audience.upload(link.uploadId());
      case Provider provider -> Audience.nobody();
    };
  }

  /**
   * What it is told when there is nothing for it. Without credentials that is always the same: what
   * is private, what is unknown and what is not even a CID cannot be told apart.
   */
  default ProblemException nothing(Problem problem) {
    return this.equals(new Anyone(false))
        ? Problem.unauthenticated("Send an API key or a piece token as Authorization: Bearer.")
            .exception()
        : problem.exception();
  }
}
