package io.filstore.db.chain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code provider_choice}. */
public final class ProviderChoices {
  private final JdbcClient jdbc;

  public ProviderChoices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In the order in which they were made. */
  public List<ProviderChoice> all() {
    return jdbc.sql("select * from provider_choice order by changed_at, provider")
        .query(ProviderChoices::row)
        .list();
  }

  /** The same by provider. */
  public Map<String, ProviderChoice> byProvider() {
    return all().stream().collect(Collectors.toMap(ProviderChoice::provider, Function.identity()));
  }

  /**
   * Replaces what was said before; the provider need not have been looked at yet.
   *
   * @return false when the same was said before, with the same note
   */
  public boolean set(String provider, boolean allowed, @Nullable String note, String by) {
    jdbc.sql("insert into provider (id) values (?) on conflict do nothing")
        .param(provider)
        .update();
    return jdbc.sql(
                """
                insert into provider_choice as c (provider, choice, note, changed_by)
                values (:provider, :choice, :note, :by)
                on conflict (provider) do update set choice = excluded.choice, note = excluded.note,
                  changed_by = excluded.changed_by, changed_at = now()
                where (c.choice, c.note) is distinct from (excluded.choice, excluded.note)
                """)
            .param("provider", provider)
            .param("choice", allowed ? "allowed" : "denied")
            .param("note", note)
            .param("by", by)
            .update()
        == 1;
  }

  /** The settings decide again; false when they did before. */
  public boolean clear(String provider) {
    return jdbc.sql("delete from provider_choice where provider = ?").param(provider).update() == 1;
  }

  private static ProviderChoice row(ResultSet row, int number) throws SQLException {
    return new ProviderChoice(
        row.getString("provider"),
        row.getString("choice").equals("allowed"),
        row.getString("note"),
        row.getString("changed_by"),
        row.getTimestamp("changed_at").toInstant());
  }
}
