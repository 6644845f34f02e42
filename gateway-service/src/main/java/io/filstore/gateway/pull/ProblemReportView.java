package io.filstore.gateway.pull;

import io.filstore.db.event.Event;
import java.time.Instant;

/** A report as it was taken. */
record ProblemReportView(String deal, String code, String text, Instant at) {

  static ProblemReportView of(Event event) {
    return new ProblemReportView(
        event.subject(),
        event.data().at("/evidence/0/code").asString(""),
        event.data().at("/evidence/0/text").asString(""),
        event.at());
  }

  boolean says(String otherCode, String otherText) {
    return code.equals(otherCode) && text.equals(otherText);
  }
}
