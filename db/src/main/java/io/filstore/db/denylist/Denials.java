package io.filstore.db.denylist;

import io.filstore.db.rows.RecordRows;
import io.filstore.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code denial}. */
public final class Denials {
  private static final RowMapper<Denial> ROW = RecordRows.of(Denial.class);
  private static final String SELECT =
      "select id, cid, form, reason, made_by, created_at, lifted_by, lifted_at from denial ";

  private final JdbcClient jdbc;

  public Denials(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Denies it; false when it is denied already.
   *
   * @param hash see {@link DeniedHash}
   * @param madeBy id of an API key
   */
  public boolean add(String id, String cid, Multihash hash, String reason, String madeBy) {
    return jdbc.sql(
                """
                insert into denial (id, cid, multihash, reason, made_by) values (?, ?, ?, ?, ?)
                on conflict (multihash, form) where lifted_at is null do nothing
                """)
            .params(id, cid, hash.bytes(), reason, madeBy)
            .update()
        == 1;
  }

  /**
   * Denies what is not denied already.
   *
   * @param madeBy id of an API key
   * @return ids of those that were not
   */
  public List<String> addAll(List<ListedDenial> denials, String madeBy) {
    List<String> made = new ArrayList<>();
    jdbc.sql(
            """
            insert into denial (id, cid, multihash, form, reason, made_by)
            select e.id, e.rule, decode(e.hash, 'hex'), e.form, e.reason, :by
            from unnest(:ids::text[], :rules::text[], :hashes::text[], :forms::text[], :reasons::text[])
              as e (id, rule, hash, form, reason)
            on conflict (multihash, form) where lifted_at is null do nothing returning id
            """)
        .param("by", madeBy)
        .param("ids", texts(denials, ListedDenial::id))
        .param("rules", texts(denials, ListedDenial::rule))
        .param("hashes", texts(denials, each -> HexFormat.of().formatHex(each.hash().bytes())))
        .param("forms", texts(denials, each -> each.form().word()))
        .param("reasons", texts(denials, ListedDenial::reason))
        .query(row -> {
          made.add(row.getString("id"));
        });
    return made;
  }

  private static String[] texts(List<ListedDenial> all, Function<ListedDenial, String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }

  public Optional<Denial> find(String id) {
    return jdbc.sql(SELECT + "where id = ?").param(id).query(ROW).optional();
  }

  /**
   * Denials, oldest first, lifted ones too.
   *
   * @param hash those of this hash only, double hashes of it included; of all when it is null
   * @param afterTime with {@code afterId} the one behind which the list begins
   */
  public List<Denial> list(@Nullable Multihash hash, Instant afterTime, String afterId, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where (created_at, id) > (:time, :id) and (:hash::bytea is null or (multihash = :hash and form = 'hash')
                  or (multihash = :double and form = 'double')
                  or (encode(multihash, 'hex') = any(:legacy::text[]) and form = 'double_legacy'))
                order by created_at, id limit :limit
                """)
        .param("time", Timestamp.from(afterTime))
        .param("id", afterId)
        .param("hash", hash == null ? null : hash.bytes(), Types.BINARY)
        .param("double", hash == null ? null : DoubleHashes.of(hash).bytes(), Types.BINARY)
        .param("legacy", hash == null ? new String[0] : legacy(hash))
        .param("limit", limit)
        .query(ROW)
        .list();
  }

  private static String[] legacy(Multihash hash) {
    return DoubleHashes.ofCidsOf(hash)
        .map(each -> HexFormat.of().formatHex(each.bytes()))
        .toArray(String[]::new);
  }

  /** Lifts it; false when it is not in force. */
  public boolean lift(String id, String by) {
    return jdbc.sql(
                "update denial set lifted_by = ?, lifted_at = now() where id = ? and lifted_at is null")
            .params(by, id)
            .update()
        == 1;
  }

  /** How many are in force that say what they deny. */
  public long count() {
    return count("form = 'hash'");
  }

  /** How many are in force that do not say it. */
  public long countDoubles() {
    return count("form <> 'hash'");
  }

  private long count(String condition) {
    return jdbc.sql("select count(*) from denial where lifted_at is null and " + condition)
        .query(Long.class)
        .single();
  }

  /** Another number after every change. */
  public long version() {
    return jdbc.sql("select version from denial_version").query(Long.class).single();
  }

  /** What is denied now, as far as it is said. */
  public Set<Multihash> inForce() {
    return inForce(ListedDenial.Form.HASH);
  }

  /** What is denied now without being said. */
  public DoubleHashes doublesInForce() {
    return new DoubleHashes(
        inForce(ListedDenial.Form.DOUBLE), inForce(ListedDenial.Form.DOUBLE_LEGACY));
  }

  private Set<Multihash> inForce(ListedDenial.Form form) {
    Set<Multihash> all = new HashSet<>();
    jdbc.sql("select multihash from denial where lifted_at is null and form = ?")
        .param(form.word())
        .query(row -> {
          all.add(Multihash.read(ByteBuffer.wrap(row.getBytes("multihash"))));
        });
    return all;
  }
}
