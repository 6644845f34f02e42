package io.filstore.cli.cid;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectCidTest {
  private static final String DIRECTORY =
      "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

  @Test
  void tellsThePartsOfACid() {
    Run run = Run.of("cid", "inspect", DIRECTORY);

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            cid           bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354
            version       1
            base          base32
            codec         dag-pb (0x70)
            hash          sha2-256 (0x12)
            digest        59948439065f29619ef41280cbb932be52c56d99c5966b65e0111239f098bbef
            digest length 32 bytes
            v0            QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn
            v1            bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354
            human         base32 - cidv1 - dag-pb - (sha2-256 : 256 : 59948439065F29619EF41280CBB932BE52C56D99C5966B65E0111239F098BBEF)
            """);
  }

  @Test
  void keepsTheVersionAndBaseThatWereGiven() {
    Run run = Run.of("cid", "inspect", "--json", "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");

    assertThat(run.json().get("version").asInt()).isZero();
    assertThat(run.json().get("base").asString()).isEqualTo("base58btc");
    assertThat(run.json().get("v1").asString()).isEqualTo(DIRECTORY);
  }

  @Test
  void saysThatOnlySomeCidsHaveAFirstVersion() {
    Run run = Run.of("cid", "inspect", "--json", "bafkqaaa");

    assertThat(run.out())
        .isEqualTo(
            "{\"cid\":\"bafkqaaa\",\"version\":1,\"base\":\"base32\",\"codec\":\"raw\","
                + "\"codec_code\":85,\"hash\":\"identity\",\"hash_code\":0,\"digest_length\":0,"
                + "\"digest\":\"\",\"v0\":null,\"v1\":\"bafkqaaa\","
                + "\"human\":\"base32 - cidv1 - raw - (identity : 0 : )\"}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zzz", "hello", "bafy", DIRECTORY + "a"})
  void refusesWhatIsNoCid(String text) {
    Run run = Run.of("cid", "inspect", "--json", text);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).startsWith("filstore: ").hasLineCount(1);
    assertThat(run.json().at("/error/code").asString()).isEqualTo("bad-data");
    assertThat(run.err()).contains(run.json().at("/error/message").asString());
  }
}
