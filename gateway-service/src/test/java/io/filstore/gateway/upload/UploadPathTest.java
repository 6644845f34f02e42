package io.filstore.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.gateway.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b/c.txt",
        "...",
        "..a",
        "a..b",
        " leading",
        "a:b",
        "Привет/世界/שלום.txt",
        "🙂.png",
        "a%2e%2e",
        "con",
        "~",
        "-rf"
      })
  void takesRelativePathsOfAnyScript(String path) {
    assertThat(UploadPath.parse(path).text()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "//a",
        "a//b",
        "a/",
        ".",
        "..",
        "a/..",
        "a/../b",
        "./a",
        "a/.",
        "a\\b",
        "..\\a",
        "C:/a",
        "\\\\host\\a",
        "a\0b",
        "a\nb",
        "\u007f",
        "\u0085",
        "\ud800"
      })
  void refusesWhatCouldLeaveTheUpload(String path) {
    assertThatThrownBy(() -> UploadPath.parse(path))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("invalid_request")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\0", "\n"));
  }

  @Test
  void refusesTooLongAndTooDeepPaths() {
    assertThat(UploadPath.parse("é".repeat(127)).text()).hasSize(127);
    assertThatThrownBy(() -> UploadPath.parse("é".repeat(128))).hasMessageContaining("255 bytes");
    assertThatThrownBy(() -> UploadPath.parse("a/".repeat(64) + "a"))
        .hasMessageContaining("deeper");
    assertThatThrownBy(() -> UploadPath.parse(("a".repeat(200) + "/").repeat(11) + "a"))
        .hasMessageContaining("2048 bytes");
  }

  @Test
  void aNameIsUsedOnceAndNotAsFileAndFolder() {
    PathSet paths = new PathSet();
    paths.add(UploadPath.parse("a/b"));
    paths.add(UploadPath.parse("a/c/d"));
    paths.add(UploadPath.parse("A/b"));
    assertThatThrownBy(() -> paths.add(UploadPath.parse("a/b"))).hasMessageContaining("twice");
    assertThatThrownBy(() -> paths.add(UploadPath.parse("a"))).hasMessageContaining("folder");
    assertThatThrownBy(() -> paths.add(UploadPath.parse("a/b/x"))).hasMessageContaining("folder");
  }

  @Test
  void foldersOfTheirOwnCountAgainstTheLimitOfAllPaths() {
    PathSet paths = new PathSet();
    String tail = "/" + "d".repeat(30);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                paths.add(UploadPath.parse(String.format("%04d", i) + tail.repeat(63)));
              }
            })
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("too_large");
    assertThat(paths.size()).isBetween(400, 600);
  }
}
