package io.filstore.simulation;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells how long nothing has come of all the work: what the deals, the books and the chain say is
 * the same as steps before, whatever time it is. Jobs that try in vain again and again do not count
 * as movement.
 */
final class Stillness {
  /** Steps of the same after which time passes. */
  private static final int PATIENCE = 8;

  private final JdbcClient jdbc;
  private final SimChain chain;
  private String last = "";
  private int steps;
  private int waits;

  Stillness(JdbcClient jdbc, SimChain chain) {
    this.jdbc = jdbc;
    this.chain = chain;
  }

  /** What was before does not count. */
  void begin() {
    last = "";
    steps = 0;
    waits = 0;
  }

  /** Looks after a step. */
  void look() {
    String now = books() + chain.truth().mark();
    if (now.equals(last)) {
      steps++;
    } else {
      last = now;
      steps = 0;
      waits = 0;
    }
  }

  /** Whether only time can bring something new; it is told to pass when this says so. */
  boolean isTimeToWait() {
    if (steps == 0 || steps % PATIENCE != 0) {
      return false;
    }
    waits++;
    return true;
  }

  /** How often time has passed in vain. */
  int waits() {
    return waits;
  }

  private String books() {
    return jdbc.sql(
            """
            select concat_ws('|',
              (select string_agg(concat_ws(' ', piece_cid, provider, attempt, state, cause_code, finality, allocation_id,
                 provider_status), ';' order by id) from deal),
              (select string_agg(concat_ws(' ', piece_cid, shortfall), ';' order by piece_cid) from piece),
              (select string_agg(concat_ws(' ', state, bytes), ';' order by state, bytes) from datacap_reservation))
            """)
        .query(String.class)
        .single();
  }
}
