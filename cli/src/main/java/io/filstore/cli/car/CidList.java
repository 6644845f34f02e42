package io.filstore.cli.car;

import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Streams;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** A text file with a CID in each line; empty lines are passed over. */
final class CidList {
  private CidList() {}

  /**
   * Reads it to the end.
   *
   * @throws FormatException with the number of a line that is no CID
   */
  static Set<Cid> read(InputFile file, Streams streams) throws IOException {
    Set<Cid> cids = new HashSet<>();
    try (LineNumberReader in =
        new LineNumberReader(new InputStreamReader(file.open(streams), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank()) {
          cids.add(cid(line.strip(), in.getLineNumber()));
        }
      }
    }
    return cids;
  }

  private static Cid cid(String text, int line) {
    try {
      return Cid.parse(text);
    } catch (FormatException e) {
      throw new FormatException("line %d of the list: %s".formatted(line, e.getMessage()), e);
    }
  }
}
