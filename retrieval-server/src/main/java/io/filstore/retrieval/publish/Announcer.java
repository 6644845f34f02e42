package io.filstore.retrieval.publish;

import io.filstore.filecoin.Multiaddr;
import io.filstore.ipni.Announcement;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.peer.OwnPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator's indexers of a new head ({@code PUT /announce}), wherever they are, as their
 * addresses are settings; a redirect is not followed. An announcement may reach an indexer twice.
 */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  /** As long as an indexer waits for us (storetheindex config/ingest.go). */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<URI> indexers;
  private final Announcements announcements;
  private final List<Multiaddr> addresses;
  private final HttpClient http;

  Announcer(List<URI> indexers, Announcements announcements, OwnPeer self, HttpClient http) {
    this.indexers = List.copyOf(indexers);
    this.announcements = announcements;
    this.addresses =
        self.address().map(address -> Multiaddr.parse(address + "/p2p/" + self.id())).stream()
            .toList();
    this.http = http;
  }

  static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(PATIENCE)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /** Tells those that are due; who did not take it is told later. */
  void run() throws InterruptedException {
    for (URI indexer : indexers) {
      Cid head = announcements.claim(indexer).orElse(null);
      if (head != null && takes(indexer, head)) {
        announcements.told(indexer, head);
      }
    }
  }

  private boolean takes(URI indexer, Cid head) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(indexer)
            .timeout(PATIENCE)
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(new Announcement(head, addresses).cbor()))
            .build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      boolean taken = answer.statusCode() == 200 || answer.statusCode() == 204;
      if (!taken) {
        LOG.warn("indexer {} answered {} to an announcement", indexer, answer.statusCode());
      }
      return taken;
    } catch (IOException away) {
      LOG.warn("indexer {} did not take an announcement: {}", indexer, away.toString());
      return false;
    }
  }
}
