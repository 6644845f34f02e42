package io.filstore.retrieval.access;

import io.filstore.piece.PieceToken;

/** Who asks for bytes, after the credentials were found good. */
public sealed interface Reader {

  /** An API key with the scope {@code content:read}: reads what its account uploaded. */
  record Account(String accountId) implements Reader {}

  /** A token to be checked against the piece that is asked for. */
  record Provider(PieceToken token) implements Reader {}

  /** Nobody in particular; only where content is public. */
  record Anyone() implements Reader {}
}
