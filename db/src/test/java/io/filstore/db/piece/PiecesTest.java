package io.filstore.db.piece;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import io.filstore.ids.IdKind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two uploads of two accounts, each in several pieces; they share the middle one. */
class PiecesTest {
  private final JdbcClient jdbc = TestDatabase.fresh().jdbc();
  private final Pieces pieces = new Pieces(jdbc);
  private final Uploads uploads = new Uploads(jdbc);
  private final String mine = Rows.account(jdbc, "mine");
  private final String theirs = Rows.account(jdbc, "theirs");
  private final String begin = stored(1);
  private final String shared = stored(2);
  private final String end = stored(3);
  private final String other = stored(4);
  private String large = "";

  @BeforeEach
  void prepare() {
    large = Rows.upload(jdbc, mine, "a");
    Rows.prepared(jdbc, large, Rows.PAYLOAD, begin, shared, begin, end);
    Rows.prepared(jdbc, Rows.upload(jdbc, theirs, "a"), Rows.PAYLOAD, shared, other);
  }

  @Test
  void aPieceBelongsToWhoeverHasAPartInIt() {
    assertThat(pieces.ownedBy(begin, mine)).isTrue();
    assertThat(pieces.ownedBy(shared, mine)).isTrue();
    assertThat(pieces.ownedBy(shared, theirs)).isTrue();
    assertThat(pieces.ownedBy(begin, theirs)).isFalse();
    assertThat(uploads.ofPiece(begin)).extracting(Upload::id).containsExactly(large);
    assertThat(uploads.ofPiece(shared)).hasSize(2);
    assertThat(uploads.find(large).orElseThrow().pieceCid()).isEqualTo(end);
  }

  @Test
  void besideACarLieThoseOfTheSameUploads() {
    assertThat(pieces.carsBeside(List.of(begin), Audience.account(mine)))
        .extracting(Car::pieceCid)
        .containsExactly(end, begin, shared);
    assertThat(pieces.carsBeside(List.of(shared), Audience.account(mine)))
        .extracting(Car::pieceCid)
        .containsExactly(end, begin, shared);
    assertThat(pieces.carsBeside(List.of(begin), Audience.account(theirs))).isEmpty();
    assertThat(pieces.carsBeside(List.of(shared), Audience.everything()))
        .extracting(Car::pieceCid)
        .containsExactlyInAnyOrder(end, other, begin, shared);
  }

  private String stored(int number) {
    String piece = Rows.piece(jdbc, number);
    pieces.addCar(
        IdKind.CAR.next(), piece, Rows.PAYLOAD, "unixfs-v1-2025", 1000, 1, piece + ".car");
    return piece;
  }
}
