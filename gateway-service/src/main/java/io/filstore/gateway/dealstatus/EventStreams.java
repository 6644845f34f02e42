package io.filstore.gateway.dealstatus;

import io.filstore.gateway.account.Caller;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Clients that listen over HTTP, each on the (virtual) thread of its request. */
final class EventStreams {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final ClientSession.Parts parts;
  private final Seats seats;

  EventStreams(ClientSession.Parts parts, Seats seats) {
    this.parts = parts;
    this.seats = seats;
  }

  /** Opens the answer. */
  @FunctionalInterface
  interface Opening {
    ClientSocket open() throws IOException;
  }

  /**
   * Tells a client what it wants until it leaves or is sent away.
   *
   * @throws ProblemException before the answer has begun, when there is no seat left
   */
  void serve(Caller caller, ClientFrame.Subscribe wanted, Opening opening)
      throws IOException, InterruptedException {
    if (!seats.take(caller.accountId())) {
      throw ProblemException.retryable(
          ProblemCode.RATE_LIMITED,
          "There are too many listeners at the moment, or too many of this account.",
          RETRY_AFTER);
    }
    try {
      Inbox inbox = new Inbox(parts.properties().buffer());
      new ClientSession(caller, parts, opening.open(), inbox).run(wanted);
    } catch (IOException e) {
      LOG.debug("a listener is gone", e);
    } catch (DataAccessException e) {
      LOG.warn("a listener is sent away: the database does not answer", e);
    } finally {
      seats.leave(caller.accountId());
    }
  }
}
