package io.filstore.gateway.dealstatus;

import java.io.IOException;

/** The wire to one client; used by its one thread. */
interface ClientSocket {
  int IDLE = 4408;
  int EXPIRED = 4401;
  int SLOW = 4413;
  int TOO_MANY = 4429;

  /** Sends a text frame and waits until the network has taken it. */
  void send(String text) throws IOException;

  void ping() throws IOException;

  /** Ends the connection with a code and a reason. */
  void close(int code, String reason) throws IOException;
}
