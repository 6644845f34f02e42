package io.filstore.allinone.demo;

import tools.jackson.databind.JsonNode;

/** Changes of deals in plain words. */
final class Sentences {
  private Sentences() {}

  static String of(JsonNode event) {
    JsonNode data = event.required("data");
    JsonNode deal = data.required("deal");
    String provider = deal.path("provider").asString("?");
    String because = because(data, deal);
    if (data.at("/cause/code").asString("").equals("reorg")) {
      return "%s: sees that the chain took something back, the deal is %s again"
          .formatted(provider, data.path("to").asString("?"));
    }
    return switch (data.path("to").asString("")) {
      case "planned" -> "chooses %s for a copy".formatted(provider);
      case "blocked" -> "%s: waits%s".formatted(provider, because);
      case "allocating" ->
          "%s: sets %s aside on the chain%s"
              .formatted(
                  provider,
                  deal.path("product").asString("").equals("mk12")
                      ? "what the deal costs"
                      : "DataCap",
                  because);
      case "proposing" -> "%s: offers the deal%s".formatted(provider, because);
      case "accepted" -> "%s: knows that the deal was accepted%s".formatted(provider, because);
      case "transferring" -> "%s: is downloading the CAR".formatted(provider);
      case "committing" -> "%s: has published the deal on the chain".formatted(provider);
      case "sealing" -> "%s: is sealing".formatted(provider);
      case "active" ->
          "%s: sees on the chain that the copy is proven (sector %s)"
              .formatted(provider, deal.path("sector").asString("?"));
      case "rejected" -> "%s: was refused%s".formatted(provider, because);
      case "failed" -> "%s: gives the deal up%s".formatted(provider, because);
      case "lapsed" -> "%s: the deal's time is over without a proof%s".formatted(provider, because);
      case "terminated" ->
          "%s: sees on the chain that the copy is gone%s".formatted(provider, because);
      default -> "%s: is %s%s".formatted(provider, data.path("to").asString("?"), because);
    };
  }

  private static String because(JsonNode data, JsonNode deal) {
    String text =
        data.at("/cause/text")
            .asString(deal.at("/cause/text").asString(data.at("/cause/code").asString("")));
    return text.isBlank() ? "" : ": " + text;
  }
}
