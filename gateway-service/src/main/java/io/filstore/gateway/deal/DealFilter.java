package io.filstore.gateway.deal;

import io.filstore.db.deal.DealState;
import io.filstore.gateway.piece.PieceText;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which deals are wanted: the values of one member are alternatives, the members all hold; an empty
 * one holds always.
 */
record DealFilter(
    List<String> states, List<String> providers, List<String> uploads, List<String> pieces) {

  DealFilter {
    states.forEach(DealFilter::requireState);
    providers.forEach(provider ->
        require(provider.matches("[ft]0[0-9]{1,19}"), "provider must be an id such as f01000."));
    uploads.forEach(upload ->
        require(
            IdKind.UPLOAD.matches(upload),
            "upload must be an id such as upl_01ARZ3NDEKTSV4RRFFQ69G5FAV."));
    pieces = pieces.stream().map(PieceText::v1).toList();
  }

  private static void requireState(String word) {
    require(
        Arrays.stream(DealState.values()).anyMatch(state -> state.word().equals(word)),
        "state must be one of "
            + Arrays.stream(DealState.values())
                .map(DealState::word)
                .collect(Collectors.joining(", "))
            + ".");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw ProblemException.invalid(message);
    }
  }
}
