package io.filstore.retrieval.outside;

import io.filstore.net.ForbiddenAddressException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Arrays;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One call; {@link #answer} once, {@link #cancel} from any thread and at any time. */
public final class OutsideCall {
  /** A server does not get to say that it wants to be left alone for longer. */
  private static final int MOST_SECONDS = 3600;

  private final Call call;
  private final long most;
  private volatile boolean cancelled;

  OutsideCall(Call call, long most) {
    this.call = call;
    this.most = most;
  }

  /** Makes the call and waits for the last byte. */
  public Reply answer() {
    try (Response response = call.execute()) {
      return read(response);
    } catch (IOException e) {
      return Reply.failed(fault(e));
    }
  }

  /** Hangs up. */
  public void cancel() {
    cancelled = true;
    call.cancel();
  }

  private Reply read(Response response) throws IOException {
    int status = response.code();
    if (status != 200 && status != 206) {
      return new Reply.Failed(faultOf(status), retryAfter(response), cacheControl(response));
    }
    ResponseBody body = response.body();
    BufferedSource source = body.source();
    if (body.contentLength() > most || source.request(most + 1)) {
      // Or else closing reads on for a while, to keep the connection.
      call.cancel();
      return Reply.failed(Fault.TOO_LARGE);
    }
    return new Reply.Body(
        status,
        header(response, "Content-Type"),
        header(response, "Content-Range"),
        cacheControl(response),
        source.readByteArray());
  }

  private static Fault faultOf(int status) {
    return switch (status) {
      case 404, 410 -> Fault.NOT_THERE;
      // Not the form, or not this place: another server or another way may do.
      case 400, 405, 406, 416, 501 -> Fault.NOT_OFFERED;
      default -> status >= 300 && status < 400 ? Fault.REDIRECTED : Fault.REFUSED;
    };
  }

  private static @Nullable Duration retryAfter(Response response) {
    String seconds = header(response, "Retry-After").strip();
    return seconds.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Math.min(Integer.parseInt(seconds), MOST_SECONDS))
        : null;
  }

  private static String cacheControl(Response response) {
    return header(response, "Cache-Control");
  }

  private static String header(Response response, String name) {
    String value = response.header(name);
    return value == null ? "" : value;
  }

  private Fault fault(IOException e) {
    if (cancelled) {
      return Fault.CANCELLED;
    }
    boolean forbidden =
        e instanceof ForbiddenAddressException
            || Arrays.stream(e.getSuppressed())
                .anyMatch(ForbiddenAddressException.class::isInstance);
    if (forbidden) {
      return Fault.NOT_PUBLIC;
    }
    return switch (e) {
      case InterruptedIOException _ -> Fault.TOO_SLOW;
      case ProtocolException _, EOFException _ -> Fault.TRUNCATED;
      default -> Fault.UNREACHABLE;
    };
  }
}
