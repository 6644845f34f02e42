package io.filstore.watcher.eventfeed;

import io.filstore.db.event.Event;
import io.filstore.watcher.WatcherService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** A gateway's end of the event feed that remembers what came. */
final class FeedClient extends WebSocketListener implements AutoCloseable {
  private static final OkHttpClient HTTP = new OkHttpClient();

  private final List<Long> seqs = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> refused = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private FeedClient(Request request) {
    this.socket = HTTP.newWebSocket(request, this);
  }

  static FeedClient connect(WatcherService watcher, String query) {
    return connect(watcher, query, WatcherService.TOKEN);
  }

  static FeedClient connect(WatcherService watcher, String query, @Nullable String token) {
    Request.Builder request = new Request.Builder().url(watcher.url("/internal/events" + query));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return new FeedClient(request.build());
  }

  List<Long> seqs() {
    return seqs;
  }

  CompletableFuture<Integer> refused() {
    return refused;
  }

  CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void onMessage(WebSocket webSocket, String text) {
    seqs.add(Event.parse(text).seq());
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
    refused.complete(response == null ? -1 : response.code());
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
  }

  @Override
  public void close() {
    socket.cancel();
  }
}
