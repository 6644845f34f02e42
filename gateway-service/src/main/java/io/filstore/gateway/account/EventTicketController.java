package io.filstore.gateway.account;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tickets for web pages. */
@Tag(name = "events")
@RestController
final class EventTicketController {
  private final EventTickets tickets;

  EventTicketController(EventTickets tickets) {
    this.tickets = tickets;
  }

  /** As the API shows it. */
  record TicketView(String ticket, Instant expiresAt) {}

  @Operation(
      summary = "Make a ticket with which a web page connects to the events",
      description =
          "Browsers send no Authorization header with a WebSocket or an EventSource: connect with ?ticket= instead, once, "
              + "within 30 seconds.")
  @ApiResponse(responseCode = "201")
  @PostMapping("/api/v1/events/tickets")
  ResponseEntity<TicketView> make(@AuthenticationPrincipal Caller caller) {
    EventTickets.Ticket ticket = tickets.issue(caller);
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(new TicketView(ticket.text(), ticket.expiresAt()));
  }
}
