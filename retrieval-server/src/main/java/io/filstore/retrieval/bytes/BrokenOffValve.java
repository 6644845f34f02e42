package io.filstore.retrieval.bytes;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Cuts the connection when an answer failed after its first byte. Without it Tomcat appends its
 * error page to the bytes already sent, which can even fill them up to the announced length; the
 * trustless gateway specification wants such a stream to end visibly broken, without its last
 * chunk.
 */
public final class BrokenOffValve extends ValveBase {

  /** Request attribute for a failure that was noticed when bytes were already out. */
  public static final String FAILURE = BrokenOffValve.class.getName() + ".failure";

  private static final Logger LOG = LoggerFactory.getLogger(BrokenOffValve.class);

  public BrokenOffValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    try {
      getNext().invoke(request, response);
    } catch (IOException | ServletException | RuntimeException failure) {
      if (!response.isCommitted()) {
        throw failure;
      }
      cut(request, response, failure);
      return;
    }
    for (String attribute : new String[] {FAILURE, RequestDispatcher.ERROR_EXCEPTION}) {
      if (response.isCommitted() && request.getAttribute(attribute) instanceof Throwable failure) {
        request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
        cut(request, response, failure);
        return;
      }
    }
  }

  private static void cut(Request request, Response response, Throwable failure) {
    boolean readerGone =
        failure instanceof ClientAbortException
            || failure instanceof AsyncRequestNotUsableException;
    Level level = readerGone ? Level.DEBUG : Level.ERROR;
    LOG.atLevel(level)
        .log(
            "broke off {} {} after {} bytes: {}",
            request.getMethod(),
            request.getRequestURI(),
            response.getBytesWritten(false),
            failure.toString());
    if (!readerGone) {
      // With the status and what is good of the body the reader sees a body that is cut short.
      response.getCoyoteResponse().action(ActionCode.CLIENT_FLUSH, null);
    }
    response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, failure);
    response.setSuspended(true);
  }
}
