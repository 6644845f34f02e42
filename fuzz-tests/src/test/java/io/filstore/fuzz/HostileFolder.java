package io.filstore.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.unixfs.UnixFsData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Directories that are sound blocks, with names, links and metadata that mean no good. */
final class HostileFolder {
  private static final int DEPTH = 4;
  private static final int MOST_ENTRIES = 5;
  private static final int OWNER = 0700;
  private static final String[] NAMES = {
    "a", "b", "c", "up", "A", "\u00e9", "e\u0301", "..", "x".repeat(256), ".filstore-1-0.part"
  };
  private static final String[] STEPS = {
    "a", "b", "c", "up", "..", "..", ".", "", "outside", "y".repeat(5000), "\0", "\u00e9"
  };
  private static final long[] TIMES = {
    0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_799L, -253_402_300_799L, 1L << 40
  };

  private final FuzzedDataProvider input;
  private final Map<Cid, byte[]> blocks = new LinkedHashMap<>();
  private final Cid root;

  private HostileFolder(FuzzedDataProvider input) {
    this.input = input;
    this.root = directory(DEPTH);
  }

  static HostileFolder from(FuzzedDataProvider input) {
    return new HostileFolder(input);
  }

  Cid root() {
    return root;
  }

  /** Children before parents. */
  Map<Cid, byte[]> blocks() {
    return blocks;
  }

  private Cid directory(int depth) {
    List<PbLink> links = new ArrayList<>();
    for (int left = input.consumeInt(0, MOST_ENTRIES); left > 0; left--) {
      String name = input.consumeInt(0, 15) == 0 ? input.consumeString(8) : input.pickValue(NAMES);
      links.add(new PbLink(entry(depth), name, 1));
    }
    return put(links, UnixFsData.Type.DIRECTORY, null, OWNER);
  }

  private Cid entry(int depth) {
    return switch (input.consumeInt(0, 3)) {
      case 0 -> put(List.of(), UnixFsData.Type.SYMLINK, target().getBytes(UTF_8), 0);
      case 1 -> put(List.of(), UnixFsData.Type.FILE, input.consumeBytes(20), 0);
      default ->
          depth > 0
              ? directory(depth - 1)
              : put(List.of(), UnixFsData.Type.FILE, input.consumeBytes(1), 0);
    };
  }

  private String target() {
    List<String> steps = new ArrayList<>();
    for (int left = input.consumeInt(0, 6); left > 0; left--) {
      steps.add(input.pickValue(STEPS));
    }
    return String.join("/", steps);
  }

  /** The owner's permissions stay in folders, for a test removes what it has made. */
  private Cid put(List<PbLink> links, UnixFsData.Type type, byte @Nullable [] data, int always) {
    Integer mode = null;
    UnixFsData.Mtime mtime = null;
    if (input.consumeInt(0, 7) == 0) {
      mode = always | input.consumeInt();
      mtime =
          new UnixFsData.Mtime(
              input.consumeBoolean() ? input.pickValue(TIMES) : input.consumeLong(),
              input.consumeInt(0, 999_999_999));
    }
    UnixFsData message = new UnixFsData(type, data, null, List.of(), null, null, mode, mtime);
    byte[] block = DagPb.encode(new PbNode(links, message.encode()));
    Cid cid = Cid.sha256(Cid.DAG_PB, block);
    blocks.put(cid, block);
    return cid;
  }
}
