package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.db.Rows;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.policy.Policies;
import io.filstore.db.policy.Policy;
import io.filstore.db.policy.PolicyTerms;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Deals follow the policy of the upload that they are for, within the settings. */
class AccountPolicyTest {
  private final World world = new World("--filstore.deals.replicas=1");
  private final Policies policies = world.bean(Policies.class);
  private final String account = Rows.account(world.jdbc, "policies");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aPieceGetsTheCopiesThatItsPolicyWants() {
    world.fund(1000, 1L << 30);
    Policy two = policy("two", "{\"replicas\":2,\"duration_epochs\":600000}");
    String piece = world.piece();
    upload(piece, two);

    world.run(60);

    assertThat(world.deals(piece))
        .hasSize(2)
        .allMatch(deal -> two.id().equals(deal.policyId()))
        .allMatch(deal -> deal.durationEpochs() == 600_000)
        .allMatch(deal -> deal.state() == DealState.ACCEPTED);
  }

  @Test
  void ofSeveralUploadsTheOneThatWantsMostDecides() {
    world.fund(1000, 1L << 30);
    String piece = world.piece();
    upload(piece, null);
    world.run(60);
    assertThat(world.deals(piece)).hasSize(1).allMatch(deal -> deal.policyId() == null);

    upload(piece, policy("two", "{\"replicas\":2}"));
    plan(piece);

    assertThat(world.deals(piece)).hasSize(2);
  }

  @Test
  void onlyProvidersThatThePolicyNamesAreChosen() {
    world.fund(1000, 1L << 30);
    String piece = world.piece();
    upload(piece, policy("second", "{\"providers\":[\"f01001\"]}"));

    world.run(60);

    assertThat(world.deals(piece)).extracting(Deal::provider).containsExactly("f01001");
  }

  @Test
  void dataCapOfAPolicyEndsAtItsBudgetWhateverTheWalletHas() {
    world.fund(1000, 1L << 30);
    Policy small = policy("small", "{\"datacap_budget_bytes\":3000}");
    String first = world.piece();
    upload(first, small);
    world.run(60);
    String second = world.piece();
    upload(second, small);
    world.run(10);

    assertThat(world.deals(first)).extracting(Deal::state).containsExactly(DealState.ACCEPTED);
    Deal blocked = world.deals(second).getFirst();
    assertThat(blocked.state()).isEqualTo(DealState.BLOCKED);
    assertThat(blocked.causeCode()).isEqualTo("budget_exceeded");
    assertThat(blocked.causeText())
        .isEqualTo(
            "policy %s may hold 3000 bytes of DataCap, its other deals hold 2048, this needs 2048"
                .formatted(small.id()));
    assertThat(world.allocations(second)).isEmpty();

    policies.replace(
        policies.find(small.id()).orElseThrow(), terms("{\"datacap_budget_bytes\":4096}"));
    world.run(60);
    assertThat(world.deals(second)).extracting(Deal::state).containsExactly(DealState.ACCEPTED);
  }

  @Test
  void aPolicyThatPrefersDataCapGoesOnWithoutAtTheEndOfItsBudget() {
    world.fund(1000, 1L << 30);
    String piece = world.piece();
    upload(piece, policy("none", "{\"datacap_budget_bytes\":0,\"verified\":\"preferred\"}"));

    world.run(60);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.verified()).isFalse();
    assertThat(deal.product()).isEqualTo("mk12");
    assertThat(deal.state()).isEqualTo(DealState.ACCEPTED);
  }

  @Test
  void whatDealsCostTogetherStaysWithinTheBudget() {
    world.fund(1000, 0);
    Policy dear = policy("dear", "{\"verified\":\"never\",\"fil_budget_attofil\":\"1\"}");
    String piece = world.piece();
    upload(piece, dear);

    world.run(10);

    Deal deal = world.deals(piece).getFirst();
    assertThat(deal.state()).isEqualTo(DealState.BLOCKED);
    assertThat(deal.causeCode()).isEqualTo("budget_exceeded");
    assertThat(deal.causeText()).contains("may cost 1 attoFIL, its other deals cost 0");
    assertThat(world.messages()).isZero();
  }

  private Policy policy(String name, String terms) {
    return policies.add(account, name, terms(terms)).orElseThrow();
  }

  private static PolicyTerms terms(String json) {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .build()
        .readValue(json, PolicyTerms.class)
        .check();
  }

  private void upload(String piece, @Nullable Policy policy) {
    String upload = Rows.upload(world.jdbc, account, "file");
    world
        .jdbc
        .sql("update upload set policy_id = :policy where id = :upload")
        .param("policy", policy == null ? null : policy.id())
        .param("upload", upload)
        .update();
    Rows.prepared(world.jdbc, upload, Rows.PAYLOAD, piece);
  }

  private void plan(String piece) {
    world.bean(Jobs.class).enqueue(JobName.PLAN, piece);
    world.run(60);
  }
}
