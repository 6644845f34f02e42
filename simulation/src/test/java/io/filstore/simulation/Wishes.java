package io.filstore.simulation;

import io.filstore.db.Rows;
import io.filstore.db.policy.Policies;
import io.filstore.db.policy.Policy;
import io.filstore.db.policy.PolicyTerms;
import io.filstore.simulation.Engine.Product;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the account of a story wants for its pieces: nothing of its own, or a policy with another
 * number of copies, a choice of providers, DataCap or none, and a budget.
 */
final class Wishes {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final JdbcClient jdbc;
  private final Policies policies;
  private final SplittableRandom random;
  private final Map<String, Integer> copies = new HashMap<>();
  private final String account;
  private @Nullable Policy policy;

  Wishes(Engine engine, SplittableRandom random) {
    this.jdbc = engine.database.jdbc();
    this.policies = engine.bean(Policies.class);
    this.random = random;
    this.account = Rows.account(jdbc, "simulation");
    if (random.nextInt(3) == 0) {
      String terms = terms(engine.product);
      policy = policies.add(account, "simulated", parsed(terms)).orElseThrow();
    }
  }

  /** Mostly as many copies as there are providers for, sometimes one more. */
  private String terms(Product product) {
    List<String> terms = new ArrayList<>();
    int providers = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : Engine.POOL.size();
    terms.add("\"replicas\":" + (1 + random.nextInt(providers + 1)));
    if (providers < Engine.POOL.size()) {
      List<Long> pool = new ArrayList<>(Engine.POOL);
      Collections.shuffle(pool, random);
      terms.add(
          "\"providers\":" + pool.stream().limit(providers).map(id -> "\"f0" + id + '"').toList());
    }
    if (product == Product.DDO) {
      datacap(terms);
    }
    return "{" + String.join(",", terms) + "}";
  }

  private void datacap(List<String> terms) {
    String verified = List.of("required", "preferred", "never").get(random.nextInt(3));
    terms.add("\"verified\":\"" + verified + '"');
    if (!verified.equals("never") && random.nextInt(3) == 0) {
      terms.add("\"datacap_budget_bytes\":" + random.nextInt(6) * Story.PADDED);
    }
  }

  private static PolicyTerms parsed(String terms) {
    return JSON.readValue(terms, PolicyTerms.class).check();
  }

  /** The piece is in an upload of the account; with a policy, that is the upload's. */
  void want(String piece) {
    String upload = Rows.upload(jdbc, account, "file");
    Policy own = policy;
    jdbc.sql("update upload set policy_id = :policy where id = :upload")
        .param("policy", own == null ? null : own.id())
        .param("upload", upload)
        .update();
    Rows.prepared(jdbc, upload, Rows.PAYLOAD, piece);
    Integer replicas = own == null ? null : own.terms().replicas();
    copies.put(piece, replicas == null ? Engine.REPLICAS : replicas);
  }

  /** The account changes its mind: one copy more of everything; false for one without a policy. */
  boolean more() {
    Policy own = policy;
    Integer replicas = own == null ? null : own.terms().replicas();
    if (own == null || replicas == null || random.nextBoolean()) {
      return false;
    }
    String terms =
        JSON.writeValueAsString(own.terms())
            .replace("\"replicas\":" + replicas, "\"replicas\":" + (replicas + 1));
    policy = policies.replace(own, parsed(terms)).orElseThrow();
    copies.replaceAll((_, before) -> before + 1);
    return true;
  }

  int copies(String piece) {
    return copies.getOrDefault(piece, Engine.REPLICAS);
  }

  /** Bytes of DataCap beyond what the policy's deals may hold; 0 when they keep to it. */
  long overBudget() {
    Policy own = policy;
    Long budget = own == null ? null : own.terms().datacapBudgetBytes();
    return own == null || budget == null ? 0 : Math.max(0, policies.datacap(own.id(), "") - budget);
  }

  /** For the report. */
  @Override
  public String toString() {
    Policy own = policy;
    return own == null ? "no policy" : JSON.writeValueAsString(own.terms());
  }
}
