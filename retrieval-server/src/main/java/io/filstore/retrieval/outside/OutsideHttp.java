package io.filstore.retrieval.outside;

import io.filstore.net.PublicSockets;
import java.net.Proxy;
import java.util.Map;
import javax.net.SocketFactory;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * GET from servers that others chose. Follows no redirect and uses no proxy, sends no credentials,
 * and unless private addresses are allowed every socket is checked at the moment of connecting, so
 * that neither a literal address nor a name that changes its mind passes. (The client of the JDK
 * has no place for such a check.)
 */
public final class OutsideHttp implements AutoCloseable {
  private final OkHttpClient http;

  private OutsideHttp(SocketFactory sockets, Patience patience) {
    this.http =
        new OkHttpClient.Builder()
            .socketFactory(sockets)
            .proxy(Proxy.NO_PROXY)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(patience.connect())
            .readTimeout(patience.silence())
            .callTimeout(patience.whole())
            .build();
  }

  /** Calls public addresses only. */
  public static OutsideHttp publicOnly(Patience patience) {
    return new OutsideHttp(new PublicSockets(), patience);
  }

  /** Calls any address: for a devnet on this machine, and servers that are in the house. */
  public static OutsideHttp anywhere(Patience patience) {
    return new OutsideHttp(SocketFactory.getDefault(), patience);
  }

  /**
   * A call that is not made yet.
   *
   * @param most bytes that the answer may have
   */
  public OutsideCall get(HttpUrl url, Map<String, String> headers, long most) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "filstore-deals");
    headers.forEach(request::header);
    return new OutsideCall(http.newCall(request.build()), most);
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
