package io.filstore.retrieval.publish;

import io.filstore.ipni.AdBlock;
import io.filstore.ipni.Advertisement;
import io.filstore.ipni.ExtendedProviders;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of one publisher's chain of advertisements, and their blocks. */
final class Chain {

  private final JdbcClient jdbc;
  private final String peer;

  Chain(JdbcClient jdbc, PeerId peer) {
    this.jdbc = jdbc;
    this.peer = peer.toString();
  }

  /**
   * Where the chain ends.
   *
   * @param head the newest advertisement; absent for a chain without any
   * @param length number of advertisements
   * @param addresses those that the newest one says
   */
  record End(@Nullable String head, long length, List<String> addresses) {

    @Nullable Cid previous() {
      return head == null ? null : Cid.parse(head);
    }
  }

  /** Makes the row of a chain that there is not yet. */
  void begin() {
    jdbc.sql("insert into ipni_chain (peer_id) values (?) on conflict do nothing")
        .param(peer)
        .update();
  }

  /**
   * Locks the chain until the transaction ends; empty when somebody else appends to it, who will
   * see all that there is to say as well.
   */
  Optional<End> lock() {
    return jdbc.sql(
            "select head, length, addresses from ipni_chain where peer_id = ? for update skip locked")
        .param(peer)
        .query((row, _) ->
            new End(
                row.getString("head"),
                row.getLong("length"),
                List.of((String[]) row.getArray("addresses").getArray())))
        .optional();
  }

  Optional<Cid> head() {
    return jdbc.sql("select head from ipni_chain where peer_id = ? and head is not null")
        .param(peer)
        .query(String.class)
        .optional()
        .map(Cid::parse);
  }

  /** The bytes of an advertisement or of entries, of this chain or of an earlier one. */
  Optional<byte[]> block(Cid cid) {
    return jdbc.sql("select bytes from ipni_block where cid = ?")
        .param(cid.toString())
        .query(byte[].class)
        .optional();
  }

  /**
   * The extended providers of the newest advertisement that is about no content: the chain says
   * them in no other; absent when it says none, or there is no such advertisement.
   */
  @Nullable ExtendedProviders extended() {
    return jdbc.sql(
            """
            select a.cid, b.bytes from ipni_advertisement a join ipni_block b on b.cid = a.cid
            where a.peer_id = ? and a.piece_cid_v2 is null order by a.number desc limit 1
            """)
        .param(peer)
        .query((row, _) -> new AdBlock(Cid.parse(row.getString(1)), row.getBytes(2)))
        .optional()
        .map(block -> Advertisement.decode(block).extended())
        .orElse(null);
  }

  void put(AdBlock block) {
    jdbc.sql("insert into ipni_block (cid, bytes) values (?, ?) on conflict do nothing")
        .params(block.cid().toString(), block.bytes())
        .update();
  }

  /**
   * Appends an advertisement whose entries are here. Belongs into the transaction that locked the
   * chain.
   *
   * @param piece what it is about, its CID v2; absent when it is about no content
   */
  void append(
      End end, AdBlock advertisement, @Nullable String piece, boolean removes, List<String> says) {
    put(advertisement);
    String cid = advertisement.cid().toString();
    jdbc.sql(
            """
            insert into ipni_advertisement (cid, peer_id, number, previous, piece_cid_v2, removes)
            values (:cid, :peer, :number, :previous, :piece, :removes)
            """)
        .param("cid", cid)
        .param("peer", peer)
        .param("number", end.length + 1)
        .param("previous", end.head, Types.VARCHAR)
        .param("piece", piece, Types.VARCHAR)
        .param("removes", removes)
        .update();
    jdbc.sql(
            """
            update ipni_chain set head = :cid, length = length + 1, addresses = :says::text[]
            where peer_id = :peer
            """)
        .param("cid", cid)
        .param("says", says.toArray(String[]::new))
        .param("peer", peer)
        .update();
  }
}
