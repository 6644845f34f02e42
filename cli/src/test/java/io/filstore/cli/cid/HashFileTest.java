package io.filstore.cli.cid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashFileTest {
  private static final String HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  @TempDir Path folder;

  @Test
  void hashesAFileAsOneRawBlock() throws Exception {
    Path file = Files.writeString(folder.resolve("hello"), "hello world");
    assertThat(Run.of("cid", "hash", file.toString()).out()).isEqualTo(HELLO + "\n");
    assertThat(Run.of("cid", "hash", file.toString(), "--json").out())
        .isEqualTo(
            "{\"cid\":\"%s\",\"codec\":\"raw\",\"hash\":\"sha2-256\",\"size\":11}\n"
                .formatted(HELLO));
  }

  /** RFC 7693 appendix A and FIPS 180-4 and 202 give these digests of "abc". */
  @ParameterizedTest
  @CsvSource({
    "sha2-256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha3-256, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "blake2b-256, bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
    "identity, 616263"
  })
  void knowsSeveralFunctions(String hash, String digest) {
    Run run = Run.with("abc".getBytes(UTF_8), "cid", "hash", "-", "--hash", hash);
    assertThat(Run.of("cid", "format", "-b", "base16", "-f", "%D %h", run.out().strip()).out())
        .isEqualTo(digest + " " + hash + "\n");
  }

  @Test
  void takesAnyCodec() {
    Run run = Run.with("abc".getBytes(UTF_8), "cid", "hash", "-", "--codec", "dag-cbor");
    assertThat(Run.of("cid", "format", "-f", "%c", run.out().strip()).out())
        .isEqualTo("dag-cbor\n");
  }

  @Test
  void saysWhatItCannot() {
    Run unknown = Run.with(new byte[1], "cid", "hash", "-", "--hash", "blake3");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).isEqualTo("filstore: hash blake3 cannot be computed\n");
    Run large = Run.with(new byte[129], "cid", "hash", "-", "--hash", "identity");
    assertThat(large.err()).contains("at most 128 bytes").hasLineCount(1);
    assertThat(Run.of("cid", "hash", folder.toString()).exit()).isEqualTo(2);
  }
}
