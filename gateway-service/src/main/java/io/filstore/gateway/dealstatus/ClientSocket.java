package io.filstore.gateway.dealstatus;

import io.filstore.db.event.Event;
import io.filstore.gateway.problem.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The wire to one client, used by its one thread; each call waits until the network has taken it.
 */
interface ClientSocket {
  int RESTART = 1012;
  int IDLE = 4408;
  int EXPIRED = 4401;
  int SLOW = 4413;
  int TOO_MANY = 4429;

  /** A subscription begins, or ends; the server has come up to {@code seq}. */
  void ack(String id, long seq) throws IOException;

  void event(String id, Event event) throws IOException;

  /** Events of a subscription that are no longer told. */
  void gap(String id, Gap gap) throws IOException;

  /** The older form of an event: the deal alone. */
  void deal(String dealId, JsonNode deal) throws IOException;

  /** An error; {@code id} names the subscription it is about. */
  void error(@Nullable String id, ProblemException problem) throws IOException;

  void pong() throws IOException;

  /** Shows that the server is there; the client has everything up to {@code position}. */
  void ping(long position) throws IOException;

  /** Whether the client can answer a ping, and so show that it is there. */
  boolean answersPings();

  /** Ends the connection with a code and a reason; the client has everything up to the position. */
  void close(int code, String reason, long position) throws IOException;
}
