package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filstore.retrieval.bytes.Content;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.bytes.Validators;
import io.filstore.unixfs.BlockMissingException;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;

/** Sends the bytes of a file, or the target of a symlink. */
final class FileAnswer {

  /** Larger files are taken for JSON by how they begin. */
  private static final int MOST_JSON = 2 << 20;

  private FileAnswer() {}

  static void send(Asked asked, UnixFsStat stat) throws IOException {
    send(asked, stat, type(asked, stat), stat.cid().toString());
  }

  /** A file of JSON under that type, which it may not have by its name. */
  static void json(Asked asked, UnixFsStat stat) throws IOException {
    send(asked, stat, MediaType.APPLICATION_JSON_VALUE, stat.cid() + ".json");
  }

  private static void send(Asked asked, UnixFsStat stat, String type, String tag)
      throws IOException {
    disposition(asked);
    UnixFsReader files = asked.held().files();
    ContentAnswer.send(
        asked.request(),
        asked.response(),
        Content.checked(
            stat.size(),
            Validators.of(tag),
            type,
            (from, length, out) -> files.writeRange(stat.cid(), from, length, out)));
  }

  /** The target is told, never followed. */
  static void symlink(Asked asked) throws IOException {
    byte[] target = asked.held().files().symlinkTarget(asked.cid()).getBytes(UTF_8);
    disposition(asked);
    ContentAnswer.send(
        asked.request(),
        asked.response(),
        Content.checked(
            target.length,
            Validators.of(asked.cid().toString()),
            "inode/symlink",
            (from, length, out) -> out.write(target, (int) from, (int) length)));
  }

  /** Whether a file is JSON: a small one in full, a large one by its first bytes. */
  static boolean isJson(Asked asked, UnixFsStat stat) throws IOException {
    return stat.size() <= MOST_JSON
        ? JsonText.isWhole(head(asked, stat, MOST_JSON))
        : JsonText.begins(head(asked, stat, FileType.HEAD));
  }

  private static byte[] head(Asked asked, UnixFsStat stat, int most) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    asked.held().files().writeRange(stat.cid(), 0, Math.min(stat.size(), most), head);
    return head.toByteArray();
  }

  private static String type(Asked asked, UnixFsStat stat) throws IOException {
    Optional<String> byName =
        FileType.of(Disposition.given(asked.request()).orElse(asked.path().fileName()));
    if (byName.isPresent()) {
      return byName.get();
    }
    try {
      return FileType.of(head(asked, stat, FileType.HEAD));
    } catch (BlockMissingException elsewhere) {
      // A range behind the first block can be served all the same.
      return MediaType.APPLICATION_OCTET_STREAM_VALUE;
    }
  }

  private static void disposition(Asked asked) {
    Optional<String> given = Disposition.given(asked.request());
    if (given.isPresent() || Disposition.isDownload(asked.request())) {
      Disposition.show(asked.request(), asked.response(), given.orElse(asked.path().fileName()));
    }
  }
}
