package io.filstore.allinone.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was done to the system and what it did, in order, told and kept. */
final class Timeline {
  private final Story story;
  private final ArrayNode kept;
  private final Instant begin = Instant.now();

  Timeline(Story story, ObjectNode chaos) {
    this.story = story;
    this.kept = chaos.putArray("timeline");
  }

  /** Something was made to go wrong. */
  void chaos(Instant time, String text) {
    tell(time, "chaos", "!", text);
  }

  /** The system did something about it, or simply went on. */
  void system(Instant time, String text) {
    tell(time, "system", " ", text);
  }

  private void tell(Instant time, String who, String mark, String text) {
    double seconds = Math.max(0, Duration.between(begin, time).toMillis() / 1000.0);
    kept.addObject().put("seconds", seconds).put("who", who).put("text", text);
    story.line(String.format(Locale.ROOT, "%7.1f s %s", seconds, mark), "%-7s %s", who, text);
  }
}
