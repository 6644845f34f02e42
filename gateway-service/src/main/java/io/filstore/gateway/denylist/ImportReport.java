package io.filstore.gateway.denylist;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a list.
 *
 * @param list its name; absent when it says none
 * @param lines all of them, header, comments and empty ones included
 * @param taken denials that are new
 * @param alreadyDenied rules for what is denied already, or by a rule before
 * @param takenBack rules that an exception behind them takes back
 * @param notTaken rules that could not be taken
 * @param first the first thousand of these
 */
record ImportReport(
    @Nullable String list,
    int lines,
    int taken,
    int alreadyDenied,
    int takenBack,
    int notTaken,
    List<Line> first) {

  /**
   * A line that was not taken.
   *
   * @param number from 1
   * @param rule the beginning of it
   */
  record Line(int number, String rule, String why) {}
}
