package io.filstore.retrieval.fallback;

import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For operators, with the service token: whom this server asks for blocks, and how they do. */
@RestController
class SourcesController {

  private final HealthBook book;
  private final Clock clock;

  SourcesController(HealthBook book, Clock clock) {
    this.book = book;
    this.clock = clock;
  }

  private record Sources(List<SourceHealth> data) {}

  /** All that are known, at most a few thousand. */
  @GetMapping("/internal/fallback/sources")
  ResponseEntity<Object> all() {
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(new Sources(book.all(clock.instant())));
  }

  /**
   * Asks a source again.
   *
   * @param server host and port, as they are listed
   */
  @PostMapping("/internal/fallback/sources:reset")
  ResponseEntity<Void> reset(@RequestParam(defaultValue = "") String server) {
    if (!book.reset(server)) {
      throw new UnknownSourceException();
    }
    return ResponseEntity.noContent().build();
  }
}
