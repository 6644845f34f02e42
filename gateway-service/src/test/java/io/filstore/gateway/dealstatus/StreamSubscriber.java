package io.filstore.gateway.dealstatus;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A subscriber over SSE. */
final class StreamSubscriber extends Subscriber {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private volatile @Nullable Call call;

  StreamSubscriber(int port, String key) {
    super(port, key);
  }

  @Override
  void read(long after) throws IOException {
    Call open =
        HTTP.newCall(
            request("/api/v1/events/stream")
                .newBuilder()
                .header("Last-Event-ID", Long.toString(after))
                .build());
    call = open;
    try (Response response = open.execute()) {
      if (response.isSuccessful()) {
        connected();
        read(response.body().source());
      }
    }
  }

  /** A message counts when its empty line has come. */
  private void read(BufferedSource source) throws IOException {
    String data = "";
    boolean named = false;
    for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
      if (line.startsWith("event: ")) {
        named = true;
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty()) {
        if (!data.isEmpty() && !named) {
          got(JSON.readTree(data).at("/seq").asLong());
        }
        data = "";
        named = false;
      }
    }
  }

  @Override
  void cut() {
    Call open = call;
    if (open != null) {
      open.cancel();
    }
  }
}
