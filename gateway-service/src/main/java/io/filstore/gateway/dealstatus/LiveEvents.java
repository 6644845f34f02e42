package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Hands each event of the watcher's feed to every connected client, in order; knows how far this
 * gateway has come.
 */
@Component
class LiveEvents {
  private final EventAccess access;
  private final Set<Inbox> inboxes = new LinkedHashSet<>();
  private long position;
  private boolean stopped;

  LiveEvents(EventAccess access) {
    this.access = access;
    this.position = access.lastSeq();
  }

  /** The number of the last event that clients got. */
  synchronized long position() {
    return position;
  }

  /** From now on the inbox gets every event above the number that is returned. */
  synchronized long attach(Inbox inbox) {
    inboxes.add(inbox);
    if (stopped) {
      inbox.stop();
    }
    return position;
  }

  /** Sends every client away, to come back to another gateway or to this one's successor. */
  synchronized void stop() {
    stopped = true;
    inboxes.forEach(Inbox::stop);
  }

  synchronized void detach(Inbox inbox) {
    inboxes.remove(inbox);
  }

  /**
   * Takes the next event. One that is already known is ignored.
   *
   * @return false when events are missing before it; then nothing happened
   */
  synchronized boolean publish(Event event) {
    if (event.seq() > position + 1) {
      return false;
    }
    if (event.seq() == position + 1) {
      position = event.seq();
      LiveEvent live = new LiveEvent(event, access::audience);
      inboxes.forEach(inbox -> inbox.offer(live));
    }
    return true;
  }
}
