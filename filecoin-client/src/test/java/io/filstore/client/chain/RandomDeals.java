package io.filstore.client.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Documents of market deals, most of them as Go writes them, the others in every other way. */
final class RandomDeals {
  private static final String PIECE =
      "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";
  private static final String[] CLIENTS = {
    "f01234",
    "t01234",
    "f01235",
    "f0999",
    "f01",
    "f0123456789",
    "f001234",
    "f012345",
    "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba",
    "f0",
    "",
    "f0123"
  };
  private static final String[] LABELS = {
    "",
    "plain",
    "a\\\"b",
    "\\\"Client\\\":\\\"f01234\\\"",
    "{[",
    "\\\\",
    "\\u00e9",
    "\\ud83d",
    "\\x",
    "\\u12",
    "é",
    "漢字",
    "😀",
    "\u007f",
    "\t",
    "}}",
    "x".repeat(300),
    "tab\\t/\\/"
  };
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "7",
    "5000000",
    "007",
    "-0",
    "-",
    "+1",
    "1.5",
    "1e3",
    "123456789012345678",
    "\"8\"",
    "9223372036854775808",
    "null",
    "true",
    "12345678",
    "1234567890123456"
  };
  private static final String[] SPACES = {" ", "\n", "\r\n\t", "  "};

  private final Random random;

  RandomDeals(long seed) {
    this.random = new Random(seed);
  }

  /** A map of up to {@code most} deals. */
  String map(int most) {
    int oddity = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20);
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      members.add(member(oddity > 0 && random.nextInt(oddity) == 0));
    }
    String between = random.nextInt(10) == 0 ? "," + pick(SPACES) : ",";
    return "{" + String.join(between, members) + "}";
  }

  /** The document with something cut off, put in, or replaced. */
  String damaged(String document) {
    int at = random.nextInt(document.length());
    return switch (random.nextInt(5)) {
      case 0 -> document.substring(0, at);
      case 1 -> document.substring(0, at) + document.substring(at + 1);
      case 2 ->
          document.substring(0, at)
              + (char) (' ' + random.nextInt(96))
              + document.substring(at + 1);
      case 3 ->
          document.substring(0, at)
              + pick(new String[] {",", "}", "{", "\"", "[", "]", "\\", "\0"})
              + document.substring(at);
      default -> document + pick(new String[] {"}", " ", "{}", ",", "x"});
    };
  }

  private String member(boolean odd) {
    String proposal = object(proposal(odd), odd);
    String state = object(state(odd), odd);
    String deal = "{\"Proposal\":" + proposal + ",\"State\":" + state + "}";
    if (odd && random.nextInt(6) == 0) {
      deal =
          pick(
              new String[] {
                "{}",
                "null",
                "5",
                "[" + deal + "]",
                "{\"State\":" + state + ",\"Proposal\":" + proposal + "}"
              });
    }
    String id =
        odd && random.nextInt(6) == 0
            ? pick(new String[] {"", "x", "0012", "\\u0031"})
            : "" + random.nextInt(9999);
    return "\"" + id + "\"" + space(odd) + ":" + space(odd) + deal + space(odd);
  }

  private List<String> proposal(boolean odd) {
    String client = odd ? pick(CLIENTS) : "f0" + (1230 + random.nextInt(6));
    return new ArrayList<>(
        List.of(
            "\"PieceCID\":{\"/\":\"" + PIECE + "\"}",
            "\"PieceSize\":" + (odd && random.nextInt(8) == 0 ? pick(NUMBERS) : "2048"),
            "\"VerifiedDeal\":" + random.nextBoolean(),
            "\"Client\":\"" + client + "\"",
            "\"Provider\":\"t01000\"",
            "\"Label\":\"" + (odd ? pick(LABELS) : "label") + "\"",
            "\"StartEpoch\":" + (odd ? pick(NUMBERS) : "10"),
            "\"EndEpoch\":20",
            "\"StoragePricePerEpoch\":\"0\"",
            "\"ProviderCollateral\":\"12\"",
            "\"ClientCollateral\":\"0\""));
  }

  private List<String> state(boolean odd) {
    return new ArrayList<>(
        List.of(
            "\"SectorNumber\":" + (odd ? pick(NUMBERS) : "12"),
            "\"SectorStartEpoch\":-1",
            "\"LastUpdatedEpoch\":-1",
            "\"SlashEpoch\":" + (odd && random.nextInt(4) == 0 ? pick(NUMBERS) : "-1")));
  }

  private String object(List<String> members, boolean odd) {
    if (odd) {
      switch (random.nextInt(5)) {
        case 0 -> Collections.shuffle(members, random);
        case 1 -> members.remove(random.nextInt(members.size()));
        case 2 -> members.add(random.nextInt(members.size()), "\"New\":{\"a\":[1,{}]}");
        case 3 -> members.add(members.get(random.nextInt(members.size())));
        default -> {}
      }
    }
    return "{" + space(odd) + String.join("," + space(odd), members) + "}";
  }

  private String space(boolean odd) {
    return odd && random.nextInt(10) == 0 ? pick(SPACES) : "";
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
