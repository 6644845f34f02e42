package io.filstore.db.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the event log.
 *
 * @param seq 1, 2, 3 ... without gaps, in the order of commits
 * @param subject id of the row that the event is about (upload or deal)
 * @param data JSON object; its shape depends on the type
 */
public record Event(long seq, String id, String type, String subject, Instant at, JsonNode data) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** The CloudEvents 1.0 envelope (names as in the CloudEvents JSON format) as JSON text. */
  public String envelope() {
    return JSON.writeValueAsString(attributes());
  }

  /** The same as one of the accounts that it concerns is told, with the account as tenant. */
  public String envelope(String accountId) {
    Map<String, Object> attributes = new HashMap<>(attributes());
    attributes.put("tenant", accountId);
    return JSON.writeValueAsString(attributes);
  }

  private Map<String, Object> attributes() {
    return Map.of(
        "specversion", "1.0",
        "id", id,
        "source", "/filstore/deals",
        "type", type,
        "time", at.truncatedTo(ChronoUnit.MILLIS).toString(),
        "subject", subject,
        "seq", seq,
        "data", data);
  }

  /** Reads an envelope that was written here. */
  public static Event parse(String envelope) {
    JsonNode json = JSON.readTree(envelope);
    return new Event(
        json.required("seq").asLong(),
        json.required("id").asString(),
        json.required("type").asString(),
        json.required("subject").asString(),
        Instant.parse(json.required("time").asString()),
        json.required("data"));
  }
}
