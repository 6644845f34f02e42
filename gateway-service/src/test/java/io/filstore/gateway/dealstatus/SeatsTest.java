package io.filstore.gateway.dealstatus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What one client, or all clients of one account, can take of the gateway. */
class SeatsTest {

  @Test
  void oneAccountDoesNotTakeAllSeats() {
    Seats seats = new Seats(3, 2);
    assertThat(seats.take("a")).isTrue();
    assertThat(seats.take("a")).isTrue();
    assertThat(seats.take("a")).isFalse();
    assertThat(seats.take("b")).isTrue();
    assertThat(seats.take("c")).isFalse();

    seats.leave("a");

    assertThat(seats.take("c")).isTrue();
  }

  @Test
  void framesThatAreNotWorkedOffAreLimitedBySizeToo() throws InterruptedException {
    Inbox inbox = new Inbox(10);
    String frame = "x".repeat(64 << 10);
    for (int i = 0; i < 4; i++) {
      inbox.receive(frame);
    }
    assertThat(inbox.next(Duration.ofMillis(1))).isInstanceOf(Inbox.Work.Frame.class);
    inbox.receive(frame);
    assertThat(inbox.next(Duration.ofMillis(1))).isInstanceOf(Inbox.Work.Frame.class);

    inbox.receive(frame);
    inbox.receive(frame);

    assertThat(inbox.next(Duration.ofMillis(1))).isInstanceOf(Inbox.Work.TooMuch.class);
  }
}
