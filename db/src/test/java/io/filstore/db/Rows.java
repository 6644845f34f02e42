package io.filstore.db;

import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Uploads;
import io.filstore.ids.IdKind;
import io.filstore.piece.PieceCid;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows that other rows need, made for tests through plain SQL or the real queries. */
public final class Rows {
  /**
   * Piece CIDs of the zero piece of 128 bytes' and 256 bytes' Merkle roots: real, and well known.
   */
  public static final String PIECE =
      "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";

  public static final String PIECE_V2 =
      "bafkzcibfqdmmiky6a57f7xrvyufjga5fkae6gsmkj27n7444ik3rbnzq3dwhvr5puy7a";
  public static final String PAYLOAD =
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  public static final String WALLET = "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";

  private Rows() {}

  public static String account(JdbcClient jdbc, String name) {
    return jdbc.sql("insert into account (id, name) values (?, ?) returning id")
        .params(IdKind.ACCOUNT.next(), name)
        .query(String.class)
        .single();
  }

  public static String upload(JdbcClient jdbc, String account, String... paths) {
    String id = IdKind.UPLOAD.next();
    Uploads uploads = new Uploads(jdbc);
    uploads.insertReceived(id, account, "test", true, paths.length, paths.length);
    for (String path : paths) {
      uploads.insertFile(id, path, 1, path);
    }
    return id;
  }

  public static void piece(JdbcClient jdbc) {
    jdbc.sql(
            """
            insert into piece (piece_cid, piece_cid_v2, raw_size, padded_size, payload_cid)
            values (?, ?, 34000000000, 34359738368, ?) on conflict do nothing
            """)
        .params(PIECE, PIECE_V2, PAYLOAD)
        .update();
  }

  /** Another piece for each number up to 63, 1 GiB with its padding; its CID v1. */
  public static String piece(JdbcClient jdbc, int number) {
    byte[] root = new byte[32];
    root[31] = (byte) number;
    String v1 = PieceCid.v1(root).toString();
    new Pieces(jdbc)
        .add(v1, PieceCid.v2(root, 1_000_000_000).toString(), 1_000_000_000, 1 << 30, PAYLOAD);
    return v1;
  }

  /** Makes the upload prepared, in pieces that exist; the last one holds its root. */
  public static void prepared(
      JdbcClient jdbc, String upload, String payloadCid, String... pieceCids) {
    jdbc.sql("update upload set state = 'packing' where id = ?").param(upload).update();
    Uploads uploads = new Uploads(jdbc);
    uploads.prepared(uploads.find(upload).orElseThrow(), payloadCid, List.of(pieceCids), false);
  }

  public static void wallet(JdbcClient jdbc) {
    jdbc.sql(
            "insert into wallet (address, key_type, encrypted_key) values (?, 'secp256k1', '\\x00') on conflict do nothing")
        .param(WALLET)
        .update();
  }

  public static void provider(JdbcClient jdbc, String... ids) {
    for (String id : Set.of(ids)) {
      jdbc.sql("insert into provider (id) values (?) on conflict do nothing").param(id).update();
    }
  }
}
