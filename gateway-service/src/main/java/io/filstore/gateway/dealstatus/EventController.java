package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.gateway.account.Caller;
import io.filstore.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The account's events over plain HTTP: page by page, or as a stream of server-sent events. */
@Tag(name = "events")
@RestController
@RequestMapping("/api/v1/events")
final class EventController {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1000;

  private final EventAccess access;
  private final EventStreams streams;
  private final JsonMapper json;

  EventController(EventAccess access, EventStreams streams, JsonMapper json) {
    this.access = access;
    this.streams = streams;
    this.json = json;
  }

  @Operation(
      summary = "One's own events after a number, oldest first",
      description = "Topics are all, upload:ID, deal:ID and piece:CID; several mean 'or'.")
  @GetMapping
  ResponseEntity<EventPage> after(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit,
      @RequestParam(defaultValue = "all") List<String> topics) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ProblemException.invalid("limit is " + limit + ", must be 1 to " + MAX_LIMIT + ".");
    }
    Topic topic = Topic.parse(topics);
    long last = access.lastSeq();
    Optional<Gap> gap = access.gap(number(after));
    long from = gap.map(Gap::to).orElse(after);
    List<Event> found = access.history(caller.accountId(), topic, from, last, limit + 1);
    boolean more = found.size() > limit;
    List<Event> shown = more ? found.subList(0, limit) : found;
    long next = more ? shown.getLast().seq() : Math.max(from, last);
    return ResponseEntity.ok(
        new EventPage(
            shown.stream().map(event -> json.readTree(event.envelope(caller.accountId()))).toList(),
            next,
            more,
            gap.orElse(null)));
  }

  @Operation(
      summary = "One's own events as they happen (server-sent events)",
      description =
          "Without Last-Event-ID or after only what happens from now on; with it nothing is lost and nothing comes twice. The "
              + "messages are described in /asyncapi.json.")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  @GetMapping("/stream")
  void stream(
      @AuthenticationPrincipal Caller caller,
      @RequestParam(defaultValue = "all") List<String> topics,
      @RequestParam(required = false) @Nullable Long after,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    if (!request.getMethod().equals("GET")) { // HEAD would listen for ever to what it does not get
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
      return;
    }
    Long since = lastEventId == null ? after : lastEventId;
    ClientFrame.Subscribe wanted =
        new ClientFrame.Subscribe(
            "stream", Topic.parse(topics), since == null ? null : number(since));
    streams.serve(
        caller,
        wanted,
        () -> {
          response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
          response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
          response.setHeader("X-Accel-Buffering", "no");
          return new StreamWire(caller.accountId(), response.getOutputStream(), json);
        });
  }

  private static long number(long after) {
    if (after < 0) {
      throw ProblemException.invalid("after must be the number of an event, 0 or above.");
    }
    return after;
  }
}
