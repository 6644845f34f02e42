package io.filstore.db.piece;

import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whose uploads somebody may read, and with them which CARs: those in which at least one of these
 * uploads lies.
 *
 * <p>That is as fine as it gets, and fine enough: a CAR is filled from one upload alone, so every
 * block of it is that upload's. Two uploads share a CAR only when its bytes came out equal for
 * both, and then each of them has all of its blocks. So a CAR that a private and a public upload
 * share shows nothing that is not in the public one; the private one's other CARs, the names and
 * CIDs that only its own folders have, and that it exists, stay hidden. A CAR that is ever filled
 * from several uploads needs a finer rule.
 *
 * @param all whatever is stored, for an installation that is public as a whole
 * @param published public uploads of anybody
 * @param account whose own uploads count, too
 * @param upload the one upload that counts, too
 */
public record Audience(
    boolean all, boolean published, @Nullable String account, @Nullable String upload) {

  /** Holds for a row {@code u} of upload. */
  static final String READS =
      "(:everything or u.account_id = :account or u.id = :upload or (:published and u.visibility = 'public'))";

  public static Audience everything() {
    return new Audience(true, true, null, null);
  }

  /** Reads what is public and nothing else. */
  public static Audience anyone() {
    return new Audience(false, true, null, null);
  }

  /** Reads its own uploads and what is public. */
  public static Audience account(String id) {
    return new Audience(false, true, id, null);
  }

  /** Reads one upload and nothing else. */
  public static Audience upload(String id) {
    return new Audience(false, false, null, id);
  }

  public static Audience nobody() {
    return new Audience(false, false, null, null);
  }

  JdbcClient.StatementSpec into(JdbcClient.StatementSpec query) {
    return query
        .param("everything", all)
        .param("published", published)
        .param("account", account, Types.VARCHAR)
        .param("upload", upload, Types.VARCHAR);
  }
}
