package io.filstore.db.piece;

import io.filstore.db.rows.RecordRows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pieces and their CARs. Both are written once and never change. */
public final class Pieces {
  private static final RowMapper<Piece> PIECE_ROW = RecordRows.of(Piece.class);
  private static final RowMapper<Car> CAR_ROW = RecordRows.of(Car.class);

  /** Holds for a row with a piece's CID when the audience may read the piece. */
  private static final String READABLE =
      """
      (:everything or exists (
        select from upload_piece up join upload u on u.id = up.upload_id where up.piece_cid = %%s.piece_cid and %s))
      """
          .formatted(Audience.READS);

  private final JdbcClient jdbc;

  public Pieces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Inserts the piece unless it is known; true when it is new. */
  public boolean add(
      String pieceCid, String pieceCidV2, long rawSize, long paddedSize, String payloadCid) {
    return jdbc.sql(
                """
                insert into piece (piece_cid, piece_cid_v2, raw_size, padded_size, payload_cid)
                values (?, ?, ?, ?, ?) on conflict (piece_cid) do nothing
                """)
            .params(pieceCid, pieceCidV2, rawSize, paddedSize, payloadCid)
            .update()
        == 1;
  }

  /** Inserts the CAR unless the piece has one; true when it is new. */
  public boolean addCar(
      String id,
      String pieceCid,
      String rootCid,
      String profile,
      long rawSize,
      long blocks,
      String blobName) {
    return jdbc.sql(
                """
                insert into car (id, piece_cid, root_cid, profile, raw_size, block_count, blob_name)
                values (?, ?, ?, ?, ?, ?, ?) on conflict (piece_cid) do nothing
                """)
            .params(id, pieceCid, rootCid, profile, rawSize, blocks, blobName)
            .update()
        == 1;
  }

  /** By piece CID v1 or v2 in canonical text. */
  public Optional<Piece> find(String pieceCid) {
    return jdbc.sql("select * from piece where piece_cid = ? or piece_cid_v2 = ?")
        .params(pieceCid, pieceCid)
        .query(PIECE_ROW)
        .optional();
  }

  /**
   * Locks the piece until the transaction ends, so that only one planner counts its deals at a
   * time.
   */
  public Optional<Piece> lock(String pieceCid) {
    return jdbc.sql("select * from piece where piece_cid = ? for no key update")
        .param(pieceCid)
        .query(PIECE_ROW)
        .optional();
  }

  /**
   * Pieces that want copies and found no taker, in the order of their CIDs.
   *
   * @param after the piece CID behind which the list begins; empty for its beginning
   * @param minSize padded bytes
   * @param maxSize padded bytes
   */
  public List<Piece> withoutTaker(String after, long minSize, long maxSize, int limit) {
    return jdbc.sql(
            """
            select * from piece where piece_cid > ? and padded_size between ? and ? and piece_cid in (
              select piece_cid from piece where shortfall is not null
              union select piece_cid from deal where state = 'blocked' and cause_code = 'no_eligible_provider')
            order by piece_cid limit ?
            """)
        .params(after, minSize, maxSize, limit)
        .query(PIECE_ROW)
        .list();
  }

  /**
   * Says why the piece has fewer deals than wanted; null when it has them, or its deals say why.
   */
  public void shortfallIs(String pieceCid, @Nullable String why) {
    jdbc.sql(
            "update piece set shortfall = :why where piece_cid = :piece and shortfall is distinct from :why")
        .param("why", why, java.sql.Types.VARCHAR)
        .param("piece", pieceCid)
        .update();
  }

  public Optional<Car> carOfPiece(String pieceCid) {
    return jdbc.sql("select * from car where piece_cid = ?")
        .param(pieceCid)
        .query(CAR_ROW)
        .optional();
  }

  /**
   * The CAR with this file.
   *
   * @param blobName {@code <piece CID v1>.car}
   */
  public Optional<Car> carOfBlob(String blobName) {
    return jdbc.sql("select * from car where blob_name = ?")
        .param(blobName)
        .query(CAR_ROW)
        .optional();
  }

  /**
   * CARs that have the CID as their root, and for files and directories of uploads the CAR with the
   * upload's root; of an upload in several pieces the block itself may lie in another of them. Only
   * those that the audience may read.
   */
  public List<Car> carsHolding(String cid, Audience audience) {
    return audience
        .into(
            jdbc.sql(
                """
                select h.* from (
                  select c.* from car c where c.root_cid = :cid
                  union
                  select c.* from entry e join upload u on u.id = e.upload_id join car c on c.piece_cid = u.piece_cid
                  where e.cid = :cid) h
                where %s
                """
                    .formatted(READABLE.formatted("h"))))
        .param("cid", cid)
        .query(CAR_ROW)
        .list();
  }

  /**
   * CARs of all uploads that lie, wholly or in part, in one of the pieces; that of a root comes
   * before others.
   *
   * @param audience whose uploads count
   */
  public List<Car> carsBeside(List<String> pieceCids, Audience audience) {
    return audience
        .into(
            jdbc.sql(
                """
                select c.* from car c
                join (
                  select beside.piece_cid, bool_or(beside.piece_cid = u.piece_cid) as with_root, min(beside.number) as number
                  from upload_piece one
                  join upload u on u.id = one.upload_id
                  join upload_piece beside on beside.upload_id = u.id
                  where one.piece_cid = any(:pieces::text[]) and %s
                  group by beside.piece_cid
                ) s on s.piece_cid = c.piece_cid
                order by s.with_root desc, s.number, s.piece_cid
                """
                    .formatted(Audience.READS)))
        .param("pieces", pieceCids.toArray(String[]::new))
        .query(CAR_ROW)
        .list();
  }

  /** Those of the CARs that the audience may read, the newest first. */
  public List<Car> cars(Collection<String> ids, Audience audience) {
    return audience
        .into(
            jdbc.sql(
                "select c.* from car c where c.id = any(:ids::text[]) and %s order by c.created_at desc, c.id"
                    .formatted(READABLE.formatted("c"))))
        .param("ids", ids.toArray(String[]::new))
        .query(CAR_ROW)
        .list();
  }

  /**
   * CARs that the audience may read, the newest first.
   *
   * @param since the earliest begin of the transaction that wrote the row, which is seen once that
   *     transaction has ended
   */
  public List<Car> carsSince(Instant since, Audience audience) {
    return audience
        .into(
            jdbc.sql(
                "select c.* from car c where c.created_at >= :since and %s order by c.created_at desc, c.id"
                    .formatted(READABLE.formatted("c"))))
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(CAR_ROW)
        .list();
  }

  /** Whether the audience may read the piece. */
  public boolean readable(String pieceCid, Audience audience) {
    return audience
        .into(
            jdbc.sql(
                "select %s from piece p where p.piece_cid = :piece"
                    .formatted(READABLE.formatted("p"))))
        .param("piece", pieceCid)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /**
   * The account whose upload gives the audience the right to read these pieces; the audience's own
   * before others, then that of the oldest upload.
   */
  public Optional<String> owner(List<String> pieceCids, Audience audience) {
    return audience
        .into(
            jdbc.sql(
                """
                select u.account_id from upload_piece up join upload u on u.id = up.upload_id
                where up.piece_cid = any(:pieces::text[]) and %s
                order by u.account_id is not distinct from :account desc, u.created_at, u.id limit 1
                """
                    .formatted(Audience.READS)))
        .param("pieces", pieceCids.toArray(String[]::new))
        .query(String.class)
        .optional();
  }

  /** Whether the account has an upload in the piece. */
  public boolean ownedBy(String pieceCid, String accountId) {
    return jdbc.sql(
            """
            select exists (
              select from upload_piece up join upload u on u.id = up.upload_id where up.piece_cid = ? and u.account_id = ?)
            """)
        .params(pieceCid, accountId)
        .query(Boolean.class)
        .single();
  }
}
