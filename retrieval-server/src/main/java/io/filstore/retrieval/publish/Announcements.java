package io.filstore.retrieval.publish;

import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which indexer was told of which head, and when it may be spoken to again. */
final class Announcements {

  /** The pause doubles with every attempt in vain, up to 2 to the power of this. */
  private static final int MAX_DOUBLINGS = 8;

  private final JdbcClient jdbc;
  private final String peer;
  private final Duration pause;
  private final Clock clock;

  /**
   * @param pause between two announcements to one indexer
   */
  Announcements(JdbcClient jdbc, PeerId peer, Duration pause, Clock clock) {
    this.jdbc = jdbc;
    this.peer = peer.toString();
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * The head that the indexer is to be told of now, by the caller alone: it counts as an attempt
   * that failed until {@link #told}.
   */
  Optional<Cid> claim(URI indexer) {
    Timestamp now = Timestamp.from(clock.instant());
    jdbc.sql(
            """
            insert into ipni_announcement (peer_id, indexer, due) values (?, ?, ?) on conflict do nothing
            """)
        .params(peer, indexer.toString(), now)
        .update();
    return jdbc.sql(
            """
            update ipni_announcement a
            set attempts = attempts + 1, due = :now::timestamptz + :pause * interval '1 millisecond' * 2 ^ least(attempts, :most)
            from ipni_chain c
            where c.peer_id = a.peer_id and a.peer_id = :peer and a.indexer = :indexer
              and a.due <= :now and c.head is not null and c.head is distinct from a.head
            returning c.head
            """)
        .param("now", now)
        .param("pause", pause.toMillis())
        .param("most", MAX_DOUBLINGS)
        .param("peer", peer)
        .param("indexer", indexer.toString())
        .query(String.class)
        .optional()
        .map(Cid::parse);
  }

  void told(URI indexer, Cid head) {
    jdbc.sql(
            """
            update ipni_announcement set head = :head, attempts = 0, due = :due where peer_id = :peer and indexer = :indexer
            """)
        .param("head", head.toString())
        .param("due", Timestamp.from(clock.instant().plus(pause)))
        .param("peer", peer)
        .param("indexer", indexer.toString())
        .update();
  }
}
