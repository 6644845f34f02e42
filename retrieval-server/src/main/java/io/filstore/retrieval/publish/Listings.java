package io.filstore.retrieval.publish;

import io.filstore.db.piece.Car;
import io.filstore.db.rows.RecordRows;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pieces that indexers are told of, beside those that they should be told of. */
final class Listings {

  private static final RowMapper<Listing> ROW = RecordRows.of(Listing.class);
  private static final RowMapper<Car> CAR_ROW = RecordRows.of(Car.class);

  private static final String PUBLIC =
      """
      select up.piece_cid from upload_piece up join upload u on u.id = up.upload_id
      where u.visibility = 'public' and u.state = 'prepared' and up.piece_cid in (select piece_cid from car)
      """;

  private final JdbcClient jdbc;
  private final String peer;

  Listings(JdbcClient jdbc, PeerId peer) {
    this.jdbc = jdbc;
    this.peer = peer.toString();
  }

  /**
   * A piece of the chain.
   *
   * @param pieceCidV2 its bytes are the context id
   * @param metadata as it was said last
   */
  record Listing(String pieceCid, String pieceCidV2, byte[] metadata) {

    byte[] contextId() {
      return Cid.parse(pieceCidV2).bytes();
    }
  }

  /** Those that are in no public upload any more. */
  List<Listing> publicNoMore() {
    return listings("and piece_cid not in (" + PUBLIC + ")");
  }

  /** Those of which something else was said last. */
  List<Listing> otherThan(byte[] metadata) {
    return listings("").stream()
        .filter(listing -> !Arrays.equals(listing.metadata, metadata))
        .toList();
  }

  private List<Listing> listings(String condition) {
    return jdbc.sql(
            "select * from ipni_listing where peer_id = ? " + condition + " order by piece_cid")
        .param(peer)
        .query(ROW)
        .list();
  }

  Optional<Listing> find(String pieceCid) {
    return jdbc.sql("select * from ipni_listing where peer_id = ? and piece_cid = ?")
        .params(peer, pieceCid)
        .query(ROW)
        .optional();
  }

  boolean isPublic(Listing listing) {
    return jdbc.sql("select ? in (" + PUBLIC + ")")
        .param(listing.pieceCid)
        .query(Boolean.class)
        .single();
  }

  /** The CARs of all. */
  List<Car> cars() {
    return jdbc.sql(
            """
            select c.* from car c join ipni_listing l on l.piece_cid = c.piece_cid
            where l.peer_id = ? order by c.piece_cid
            """)
        .param(peer)
        .query(CAR_ROW)
        .list();
  }

  /** CARs of public uploads that are not listed, those that came first before others. */
  List<Car> unlisted() {
    return jdbc.sql(
            """
            select * from car where piece_cid in (%s)
              and piece_cid not in (select piece_cid from ipni_listing where peer_id = ?)
            order by created_at, id
            """
                .formatted(PUBLIC))
        .param(peer)
        .query(CAR_ROW)
        .list();
  }

  /** Listed, or listed with other metadata than before. */
  void list(Listing listing) {
    jdbc.sql(
            """
            insert into ipni_listing (peer_id, piece_cid, piece_cid_v2, metadata) values (:peer, :piece, :v2, :metadata)
            on conflict (peer_id, piece_cid) do update set metadata = excluded.metadata
            """)
        .param("peer", peer)
        .param("piece", listing.pieceCid)
        .param("v2", listing.pieceCidV2)
        .param("metadata", listing.metadata)
        .update();
  }

  void remove(Listing listing) {
    jdbc.sql("delete from ipni_listing where peer_id = ? and piece_cid = ?")
        .params(peer, listing.pieceCid)
        .update();
  }
}
