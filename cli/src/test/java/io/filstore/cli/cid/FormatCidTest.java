package io.filstore.cli.cid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two forms of one CID, and the examples of {@code ipfs cid format --help}. */
class FormatCidTest {
  private static final String V0 = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";
  private static final String V1 = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";
  private static final String HEX =
      "f0170122059948439065f29619ef41280cbb932be52c56d99c5966b65e0111239f098bbef";

  @Test
  void changesVersionAndBase() {
    assertThat(out(V0, "-v", "1")).isEqualTo(V1 + "\n");
    assertThat(out(V1, "--version", "0")).isEqualTo(V0 + "\n");
    assertThat(out(V0, "-b", "base16")).isEqualTo(HEX + "\n");
    assertThat(out(V0, "-b", "base58btc")).isEqualTo(V0 + "\n");
    assertThat(out(HEX)).isEqualTo(HEX + "\n");
    assertThat(out(HEX, "-b", "base32")).isEqualTo(V1 + "\n");
    assertThat(out(V1, "--codec", "raw")).startsWith("bafkreiczsscdsbs7ffqz55asqdf3smv6klcw3gofs");
  }

  @ParameterizedTest
  @CsvSource({
    "%b %B, base32 b",
    "%v %V, cidv1 1",
    "%c %C, dag-pb 112",
    "%h %H %L, sha2-256 18 32",
    "%P, cidv1-dag-pb-sha2-256-32",
    "100%% %s, 100% bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354",
    "%S, afybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"
  })
  void writesTheParts(String format, String expected) {
    Run run = Run.of("cid", "format", "-f", format, V1);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(expected + "\n");
  }

  @Test
  void writesDigestAndMultihashInTheBase() {
    String digest = "59948439065f29619ef41280cbb932be52c56d99c5966b65e0111239f098bbef";
    assertThat(out(V1, "-b", "base16", "-f", "%d %D"))
        .isEqualTo("f" + digest + " " + digest + "\n");
    assertThat(out(V1, "-b", "base16", "-f", "%m %M"))
        .isEqualTo("f1220" + digest + " 1220" + digest + "\n");
  }

  @Test
  void takesAListFromTheStandardInput() {
    Run run = Run.with((V0 + "\n\n" + V1 + "\n").getBytes(UTF_8), "cid", "format", "-v1", "-");
    assertThat(run.out()).isEqualTo(V1 + "\n" + V1 + "\n");
    assertThat(Run.of("cid", "format", "-v1", V0, "--json").out())
        .isEqualTo("{\"cids\":[{\"cid\":\"%s\",\"formatted\":\"%s\"}]}\n".formatted(V0, V1));
  }

  @Test
  void saysWhatCannotBe() {
    fails(1, "has no version 0", "bafkqaaa", "-v", "0");
    fails(2, "must be 0 or 1", V0, "-v", "2");
    fails(2, "not in base32", V0, "-v", "0", "-b", "base32");
    fails(2, "no base is called 'base31'; there are base16", V0, "-b", "base31");
    fails(2, "no letter %x", V0, "-f", "%x");
    fails(2, "ends with a single %", V0, "-f", "100%");
    fails(1, "'rwa'", V0, "--codec", "rwa");
    fails(1, "multibase prefix", "hello");
  }

  private static void fails(int exit, String sentence, String... arguments) {
    Run run = format(arguments);
    assertThat(run.exit()).isEqualTo(exit);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(sentence).hasLineCount(1);
  }

  private static String out(String... arguments) {
    return format(arguments).out();
  }

  private static Run format(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "cid";
    all[1] = "format";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Run.of(all);
  }
}
