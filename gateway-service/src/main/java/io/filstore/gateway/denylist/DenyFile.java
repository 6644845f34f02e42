package io.filstore.gateway.denylist;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A list in the compact denylist format (IPIP-383): a header in YAML up to a line {@code ---},
 * which need not be there, then a rule on each line.
 *
 * @param name as the header has it
 * @param firstLine number of the first line behind the header, from 1
 * @param lines those behind the header
 */
record DenyFile(@Nullable String name, int firstLine, List<String> lines) {
  static final int MAX_BYTES = 32 << 20;
  static final int MAX_LINES = 400_000;
  private static final int MAX_HEADER = 1 << 20;
  private static final int MAX_NAME = 200;

  DenyFile {
    lines = List.copyOf(lines);
  }

  /**
   * Reads header and lines.
   *
   * @throws ProblemException when it has too many lines, is not UTF-8, or its header is not that of
   *     version 1
   */
  static DenyFile of(byte[] bytes) {
    List<String> lines = text(bytes).lines().limit(MAX_LINES + 1L).toList();
    if (lines.size() > MAX_LINES) {
      throw new ProblemException(
              ProblemCode.TOO_LARGE,
              "The list has more than %d lines; send it in parts.".formatted(MAX_LINES))
          .with("max_lines", MAX_LINES);
    }
    int end = headerEnd(lines);
    if (end < 0) {
      return new DenyFile(null, 1, lines);
    }
    String name = name(String.join("\n", lines.subList(0, end)));
    return new DenyFile(name, end + 2, lines.subList(end + 1, lines.size()));
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(ProblemCode.INVALID_REQUEST, "The list is not UTF-8.", e);
    }
  }

  /** Index of the line that ends the header; -1 when there is none. */
  private static int headerEnd(List<String> lines) {
    int length = 0;
    for (int i = 0; i < lines.size() && length <= MAX_HEADER; i++) {
      if (lines.get(i).stripTrailing().equals("---")) {
        return i;
      }
      length += lines.get(i).length() + 1;
    }
    return -1;
  }

  private static @Nullable String name(String header) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_HEADER);
    limits.setMaxAliasesForCollections(10);
    limits.setNestingDepthLimit(10);
    Object read;
    try {
      read = new Yaml(new SafeConstructor(limits)).load(header);
    } catch (YAMLException e) {
      throw new ProblemException(
          ProblemCode.INVALID_REQUEST, "The header of the list is not YAML.", e);
    }
    if (read == null) {
      return null;
    }
    if (!(read instanceof Map<?, ?> fields)) {
      throw ProblemException.invalid("The header of the list is no map of fields.");
    }
    Object version = fields.get("version");
    if (version != null && !version.toString().equals("1")) {
      throw ProblemException.invalid("Lists of version 1 are read, this is another.");
    }
    return Optional.ofNullable(fields.get("name"))
        .map(Object::toString)
        .map(name -> name.substring(0, Math.min(MAX_NAME, name.length())))
        .orElse(null);
  }
}
