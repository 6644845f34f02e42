package io.filstore.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ids.IdKind;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class MigrationsTest {

  @Test
  void uploadsOfOnePieceGetTheirRowInTheTableOfPieces() {
    TestDatabase database = TestDatabase.fresh();
    JdbcClient jdbc = database.jdbc();
    migrateAnewTo(database, "8");
    Rows.piece(jdbc);
    String account = Rows.account(jdbc, "old");
    String prepared = upload(jdbc, account, "a");
    jdbc.sql("update upload set state = 'prepared', piece_cid = ?, payload_cid = ? where id = ?")
        .params(Rows.PIECE, Rows.PAYLOAD, prepared)
        .update();
    jdbc.sql("update entry set car_offset = 59").update();
    upload(jdbc, account, "b");

    assertThat(Migrations.migrate(database.dataSource())).isPositive();

    assertThat(
            jdbc.sql("select upload_id || ' ' || number || ' ' || piece_cid from upload_piece")
                .query(String.class)
                .list())
        .containsExactly(prepared + " 0 " + Rows.PIECE);
    assertThat(
            jdbc.sql("select piece_number from entry where path = 'a'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  /** By the columns of that time; the real queries know today's. */
  private static String upload(JdbcClient jdbc, String account, String path) {
    String id = IdKind.UPLOAD.next();
    jdbc.sql(
            """
            insert into upload (id, account_id, name, state, total_bytes, file_count)
            values (?, ?, 'old', 'received', 1, 1)
            """)
        .params(id, account)
        .update();
    jdbc.sql(
            "insert into entry (upload_id, path, kind, size, staged_as) values (?, ?, 'file', 1, ?)")
        .params(id, path, path)
        .update();
    return id;
  }

  private static void migrateAnewTo(TestDatabase database, String version) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(database.dataSource())
            .schemas(Migrations.SCHEMA)
            .locations("classpath:db/migration/deals")
            .cleanDisabled(false)
            .target(version)
            .load();
    flyway.clean();
    flyway.migrate();
  }
}
