package io.filstore.allinone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws what goes wrong. The order of the draws is part of what a seed means. */
final class Misfortunes {
  /** Deep enough to take back what was just seen, not so deep that it was final already. */
  private static final int SHALLOWEST = 3;

  private static final int DEEPEST = 8;

  private final Random random;
  private final String product;

  Misfortunes(Random random, String product) {
    this.random = random;
    this.product = product;
  }

  /** Something that costs the deal, at least for a while. */
  Order grave(String provider) {
    List<Order> choices = new ArrayList<>(ofEveryProduct(provider));
    choices.addAll(product.equals("mk12") ? ofMk12(provider) : ofDdo(provider));
    return choices.get(random.nextInt(choices.size()));
  }

  private List<Order> ofEveryProduct(String provider) {
    int times = 1 + random.nextInt(3);
    return List.of(
        fault(
            provider,
            "'kind':'refuse','status':429,'next':%d,'text':'deal rejected due to backpressure. Please retry in some time.'"
                .formatted(times),
            "refuses the next %d proposals because it is busy".formatted(times)),
        fault(
            provider,
            "'kind':'refuse','status':400,'next':%d,'text':'client not allowed by provider'"
                .formatted(times),
            "refuses the next %d proposals: it does not want this client".formatted(times)),
        fault(
            provider,
            "'kind':'wrong_commp','next':%d".formatted(times),
            "will find that the bytes are not those of the piece, %d times".formatted(times)),
        fault(provider, "'kind':'lose_deal'", "will accept a deal and crash before it is stored"),
        fault(provider, "'kind':'unreachable'", "is switched off"),
        fault(provider, "'kind':'never_activate'", "will accept a deal and then fall silent"),
        fault(
            provider,
            "'kind':'truncated_download','bytes':0",
            "will get no byte through, however often it tries to download"),
        fault(
            provider,
            "'kind':'terminate','epoch':0",
            "will terminate the sector as soon as the deal is active"));
  }

  private static List<Order> ofDdo(String provider) {
    return List.of(
        fault(
            provider,
            "'kind':'short_sector'",
            "will put the deal into a sector that ends too early"));
  }

  private static List<Order> ofMk12(String provider) {
    return List.of(
        fault(provider, "'kind':'never_publish'", "will accept a deal and never publish it"),
        fault(
            provider,
            "'kind':'publish_out_of_gas'",
            "will give its publish message too little gas"),
        fault(provider, "'kind':'publish_invalid'", "will spoil the signature when it publishes"));
  }

  /** Something that the deal survives. */
  Order light(String provider) {
    return switch (random.nextInt(6)) {
      case 0 ->
          fault(
              provider,
              "'kind':'http_error','status':503,'next':3,'text':'maintenance'",
              "answers the next 3 requests with HTTP 503");
      case 1 ->
          fault(
              provider,
              "'kind':'http_error','status':429,'next':3,'text':'too many requests'",
              "answers the next 3 requests with HTTP 429");
      case 2 ->
          fault(provider, "'kind':'lose_answer'", "will accept a deal, but its answer gets lost");
      case 3 ->
          fault(
              provider,
              "'kind':'late_answer','delay_ms':35000",
              "will accept a deal, but answer later than anybody waits");
      case 4 ->
          fault(
              provider,
              "'kind':'duplicate_answer'",
              "will accept a deal, but say that it has it already");
      default ->
          fault(
              provider,
              "'kind':'truncated_download','bytes':100000",
              "will have its download broken off again and again");
    };
  }

  private static Order fault(String provider, String fault, String tells) {
    return new Order(
        "/devnet/providers/" + provider + "/faults",
        "{" + fault.replace('\'', '"') + "}",
        provider + " " + tells);
  }

  /** What happens to node and chain on the way, in the order of the states waited for. */
  List<Act> acts() {
    List<Act> acts = new ArrayList<>();
    acts.add(new Act("planned", 1, node()));
    acts.add(new Act("allocating", 1 + random.nextInt(3), node()));
    acts.add(new Act("proposing", 1 + random.nextInt(3), reorg(List.of("nothing", "allocation"))));
    acts.add(new Act("accepted", 1 + random.nextInt(2), node()));
    acts.add(
        new Act(
            "active",
            1,
            reorg(
                List.of(
                    "nothing", "activation", product.equals("mk12") ? "publish" : "activation"))));
    acts.add(new Act("active", 2, node()));
    return List.copyOf(acts);
  }

  private Order node() {
    int next = 2 + random.nextInt(4);
    return switch (random.nextInt(9)) {
      case 0 -> node("'kind':'rate_limit','next':%d".formatted(next), "limits the rate", next);
      case 1 ->
          node(
              "'kind':'html_error','next':%d".formatted(next), "is hidden by a broken proxy", next);
      case 2 -> node("'kind':'unauthorized','next':%d".formatted(next), "answers HTTP 401", next);
      case 3 -> node("'kind':'latency','delay_ms':2000,'next':%d".formatted(next), "is slow", next);
      case 4 ->
          node(
              "'kind':'null_result','method':'StateGetClaim','next':%d".formatted(next),
              "denies every claim",
              next);
      case 5 ->
          node(
              "'kind':'unknown_method','method':'StateSearchMsg','next':%d".formatted(next),
              "does not know how to look for messages",
              next);
      case 6 ->
          new Order(
              "/devnet/rpc/faults",
              "{\"kind\":\"stale_head\",\"next\":8}",
              "the chain's node stands still for 8 epochs");
      case 7 ->
          new Order(
              "/devnet/rpc/faults",
              "{\"kind\":\"height_rollback\",\"epochs\":4,\"next\":8}",
              "the chain's node is swapped for one that is 4 epochs behind, for 8 epochs");
      default ->
          new Order("/devnet/null-rounds", "{\"n\":3}", "the chain makes no block for 3 rounds");
    };
  }

  private static Order node(String fault, String tells, int next) {
    return new Order(
        "/devnet/rpc/faults",
        "{" + fault.replace('\'', '"') + "}",
        "the chain's node %s, %d requests long".formatted(tells, next));
  }

  private Order reorg(List<String> drops) {
    int depth = SHALLOWEST + random.nextInt(DEEPEST - SHALLOWEST + 1);
    String drop = drops.get(random.nextInt(drops.size()));
    String what =
        drop.equals("nothing") ? "" : " and loses the %s messages in them".formatted(drop);
    return new Order(
        "/devnet/reorg",
        "{\"depth\":%d,\"drop\":\"%s\"}".formatted(depth, drop),
        "the chain takes back its last %d blocks%s".formatted(depth, what));
  }
}
