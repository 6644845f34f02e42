package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to clients; whom it concerns is looked up once, by the first client that has
 * to know.
 */
final class LiveEvent {
  private final Event event;
  private final Function<Event, Audience> lookUp;
  private @Nullable Audience audience;

  LiveEvent(Event event, Function<Event, Audience> lookUp) {
    this.event = event;
    this.lookUp = lookUp;
  }

  Event event() {
    return event;
  }

  long seq() {
    return event.seq();
  }

  synchronized Audience audience() {
    Audience known = audience;
    if (known == null) {
      known = lookUp.apply(event);
      audience = known;
    }
    return known;
  }
}
