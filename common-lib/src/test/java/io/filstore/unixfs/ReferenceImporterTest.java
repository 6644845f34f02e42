package io.filstore.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.fixtures.Npm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random trees of this very run, imported here and by npm's ipfs-unixfs-importer. */
class ReferenceImporterTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TREES = 12;
  private static final String[] ALPHABET = {
    "a",
    "b",
    "z",
    "A",
    "0",
    "9",
    " ",
    "-",
    ".",
    "_",
    "~",
    "%",
    "\u00e9",
    "e\u0301",
    "\u0105",
    "\u03a9",
    "\u0416",
    "\u4e2d",
    "\u3042",
    "\uac00",
    "\ue000",
    "\uff5e",
    "\ud83d\ude00",
    "\ud800\udd51"
  };

  @TempDir Path folder;

  @Test
  void givesTheSameRootsAsTheReferenceImplementation() throws IOException {
    Path npm = Npm.install("unixfs", "ipfs-unixfs-importer@17.1.1");
    copyScript(npm);
    long seed = RandomGenerator.getDefault().nextLong();
    Random random = new Random(seed);
    List<List<Map<String, String>>> trees = new ArrayList<>();
    List<Entry> roots = new ArrayList<>();
    for (int i = 0; i < TREES; i++) {
      Map<String, Path> tree = randomTree(random, i);
      trees.add(describe(tree));
      roots.add(importHere(tree));
    }
    Path manifest = folder.resolve("trees.json");
    Files.write(manifest, JSON.writeValueAsBytes(trees));
    JsonNode answers =
        JSON.readTree(Npm.node(npm, "import-trees.mjs", manifest.toAbsolutePath().toString()));
    for (int i = 0; i < TREES; i++) {
      assertThat(roots.get(i).cid())
          .as("tree %d of seed %d: %s", i, seed, trees.get(i))
          .hasToString(answers.path(i).path("cid").asString());
      assertThat(roots.get(i).tsize()).isEqualTo(answers.path(i).path("size").asLong());
    }
  }

  private static void copyScript(Path npm) throws IOException {
    try (InputStream script =
        Objects.requireNonNull(
            ReferenceImporterTest.class.getResourceAsStream("import-trees.mjs"))) {
      Files.write(npm.resolve("import-trees.mjs"), script.readAllBytes());
    }
  }

  private static Entry importHere(Map<String, Path> tree) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    for (Map.Entry<String, Path> file : tree.entrySet()) {
      Path content = file.getValue();
      files.add(
          new SourceFile(file.getKey(), Files.size(content), () -> Files.newInputStream(content)));
    }
    return TreeBuilder.importTree(
        Profile.UNIXFS_V1_2025, files, (cid, buffer, offset, length) -> {}, TreeListener.NONE);
  }

  private static List<Map<String, String>> describe(Map<String, Path> tree) {
    return tree.entrySet().stream()
        .map(file -> Map.of("path", file.getKey(), "file", file.getValue().toString()))
        .toList();
  }

  private Map<String, Path> randomTree(Random random, int number) {
    Map<String, Path> tree = new LinkedHashMap<>();
    List<String> directories = new ArrayList<>(List.of(""));
    int files = 1 + random.nextInt(40);
    while (tree.size() < files) {
      String parent = directories.get(random.nextInt(directories.size()));
      // The first letter keeps names of files and directories apart.
      if (random.nextInt(4) == 0) {
        directories.add(parent + "d" + randomName(random) + "/");
      }
      tree.put(parent + "f" + randomName(random), content(random, number + "-" + tree.size()));
    }
    return tree;
  }

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    for (int length = random.nextInt(12); length >= 0; length--) {
      name.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return name.toString();
  }

  private Path content(Random random, String name) {
    byte[] content = new byte[randomSize(random)];
    random.nextBytes(content);
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int randomSize(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> (1 << 20) * (1 + random.nextInt(3)) + random.nextInt(3) - 1;
      case 2 -> random.nextInt(3 << 20);
      default -> random.nextInt(5000);
    };
  }
}
