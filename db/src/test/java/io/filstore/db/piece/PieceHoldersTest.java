package io.filstore.db.piece;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.ids.IdKind;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class PieceHoldersTest {
  private final JdbcClient jdbc = TestDatabase.fresh().jdbc();
  private final PieceHolders holders = new PieceHolders(jdbc);
  private final String piece = Rows.piece(jdbc, 1);
  private final String other = Rows.piece(jdbc, 2);

  @BeforeEach
  void prepare() {
    Rows.wallet(jdbc);
  }

  @ParameterizedTest
  @CsvSource({
    "active, true",
    "expiring, true",
    "faulted, false",
    "sealing, false",
    "proposing, false",
    "terminated, false",
    "completed, false",
  })
  void onlyADealThatIsActiveSaysSo(String state, boolean holds) {
    provider("f01001", "http://a.example", "peer");
    String deal = deal(piece, "f01001", state);

    assertThat(holders.of(piece)).hasSize(holds ? 1 : 0);
    assertThat(holders.ofDeal(deal)).isEqualTo(holders.of(piece).stream().findFirst());
  }

  @Test
  void aProviderWithoutAnAddressCannotBeAsked() {
    provider("f01001", null, "peer");
    String deal = deal(piece, "f01001", "active");

    assertThat(holders.of(piece)).isEmpty();
    assertThat(holders.ofDeal(deal)).isEmpty();
  }

  @Test
  void eachIsNamedOnceWithWhatIsKnownOfIt() {
    provider("f01001", "http://a.example/x", "peer");
    provider("f01002", "http://b.example", null);
    deal(piece, "f01001", "completed");
    deal(piece, "f01001", "expiring");
    deal(piece, "f01002", "active");
    deal(other, "f01001", "active");

    assertThat(holders.of(piece))
        .containsExactly(
            new Holder("f01001", "http://a.example/x", "peer", v2(piece)),
            new Holder("f01002", "http://b.example", null, v2(piece)));
    assertThat(holders.ofAny(List.of(piece, other))).hasSize(3);
    assertThat(holders.ofAny(List.of())).isEmpty();
  }

  @Test
  void whoDidNotGiveItBackComesLast() {
    provider("f01001", "http://a.example", null);
    provider("f01002", "http://b.example", null);
    String failing = deal(piece, "f01001", "active");
    deal(piece, "f01002", "active");
    jdbc.sql("update deal set unretrievable_since = now() where id = ?").param(failing).update();

    assertThat(holders.of(piece)).extracting(Holder::provider).containsExactly("f01002", "f01001");
  }

  @ParameterizedTest
  @CsvSource({"http://a.example, ''", "http://a.example/, ''", "http://a.example/x/y, /x/y"})
  void thePieceLiesBelowThePathOfItsServer(String base, String path) {
    assertThat(new Holder("f01001", base, null, Rows.PIECE_V2).piece())
        .isEqualTo(URI.create("http://a.example" + path + "/piece/" + Rows.PIECE_V2));
  }

  private void provider(String id, @Nullable String url, @Nullable String peer) {
    jdbc.sql("insert into provider (id, base_url, peer_id) values (?, ?::text, ?::text)")
        .param(id)
        .param(url)
        .param(peer)
        .update();
  }

  private String deal(String pieceCid, String provider, String state) {
    String id = IdKind.DEAL.next();
    jdbc.sql(
            """
            insert into deal (id, piece_cid, provider, wallet, product, verified, state, duration_epochs, proposal_key)
            values (?, ?, ?, ?, 'ddo', true, ?, 518400, ?)
            """)
        .params(id, pieceCid, provider, Rows.WALLET, state, id)
        .update();
    return id;
  }

  private String v2(String pieceCid) {
    return new Pieces(jdbc).find(pieceCid).orElseThrow().pieceCidV2();
  }
}
