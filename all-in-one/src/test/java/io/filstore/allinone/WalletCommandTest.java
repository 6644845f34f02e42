package io.filstore.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalletCommandTest {
  /** A public test key of Lotus' export form; never fund it. */
  private static final String EXPORT =
      "7b2254797065223a22736563703235366b31222c22507269766174654b6579223a224c7a6a735a4558437936744457"
          + "417863466975373649525177486b6f68577673564b31542b3251354e66593d227d";

  private static final String ADDRESS = "f1drv36h2ldc4xzhjfiwicxsq6rgkl6z5vhit2roq";

  @TempDir static Path folder;

  private final SystemOptions options = SystemOptions.isolated(folder, Map.of());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String run(String input, String... arguments) {
    out.reset();
    err.reset();
    byte[] given = input.getBytes(StandardCharsets.US_ASCII);
    WalletCommand command =
        new WalletCommand(
            options,
            new ByteArrayInputStream(given),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(command.run(List.of(arguments))).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aKeyOfLotusGoesInAndComesOutAgainByteForByte() {
    assertThat(run(EXPORT + "\n", "import", "--default")).isEqualTo(ADDRESS + "\n");
    assertThat(run(EXPORT, "import")).as("a second time").isEqualTo(ADDRESS + "\n");
    assertThat(run("", "list")).isEqualTo(ADDRESS + " local secp256k1 default\n");
    assertThat(run("", "export", ADDRESS)).isEqualTo(EXPORT + "\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("owns the wallet");

    String other = "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";
    assertThatThrownBy(() -> run("", "export", other))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining(other);
    assertThatThrownBy(() -> run("00ff", "import"))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("no secp256k1 or BLS key")
        .hasMessageNotContaining("00ff");
  }

  /** Arguments are seen by every process of the machine. */
  @Test
  void aKeyAsAnArgumentIsRefused() {
    assertThatThrownBy(() -> run("", "import", EXPORT))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("standard input")
        .hasMessageNotContaining(EXPORT);
    assertThatThrownBy(() -> run("")).isInstanceOf(SystemException.class);
    assertThatThrownBy(() -> run("", "export")).isInstanceOf(SystemException.class);
  }
}
