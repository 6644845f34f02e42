package io.filstore.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.filstore.multiformats.Cid;
import io.filstore.unixfs.Leaves;
import io.filstore.unixfs.Metadata;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.Sharding;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeBuilder;
import io.filstore.unixfs.TreeListener;
import io.filstore.unixfs.TreeVisitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A small tree of the fuzzer's choice with everything in it: nodes of many links, deep files,
 * shards in shards, symlinks.
 *
 * @param blocks children before parents
 */
record GrownTree(Cid root, Map<Cid, byte[]> blocks) {
  private static final int DEPTH = 3;
  private static final int MOST_ENTRIES = 24;
  private static final Profile[] PROFILES = {
    Profile.UNIXFS_V1_2025,
    narrow(Profile.UNIXFS_V1_2025, 8),
    narrow(Profile.UNIXFS_V1_2025, 256),
    narrow(Profile.UNIXFS_V0_2015, 8),
    narrow(Profile.UNIXFS_V1_2025, 1024).withBlocks("narrow", 1, Leaves.DAG_PB)
  };

  private static Profile narrow(Profile profile, int fanout) {
    return profile
        .withTree("narrow", 5, 3)
        .withSharding("narrow", new Sharding(Sharding.Rule.ENTRIES, 2, fanout));
  }

  static GrownTree from(FuzzedDataProvider input) throws IOException {
    Map<Cid, byte[]> blocks = new LinkedHashMap<>();
    Cid root =
        TreeBuilder.importTree(
                input.pickValue(PROFILES),
                visitor -> directory("", "", visitor, input, DEPTH),
                (cid, bytes, offset, length) ->
                    blocks.put(cid, Arrays.copyOfRange(bytes, offset, offset + length)),
                TreeListener.NONE)
            .cid();
    return new GrownTree(root, blocks);
  }

  private static void directory(
      String name, String path, TreeVisitor visitor, FuzzedDataProvider input, int depth)
      throws IOException {
    visitor.beginDirectory(name, path, Metadata.NONE);
    TreeSet<String> names = new TreeSet<>();
    for (int left = input.consumeInt(0, MOST_ENTRIES); left > 0; left--) {
      names.add(Integer.toString(input.consumeInt(0, 1 << 20), Character.MAX_RADIX));
    }
    for (String child : names) {
      String below = path.isEmpty() ? child : path + "/" + child;
      int kind = input.consumeInt(0, 9);
      if (kind == 0 && depth > 0) {
        directory(child, below, visitor, input, depth - 1);
      } else if (kind == 1) {
        visitor.symlink(child, below, input.consumeAsciiString(20), Metadata.NONE);
      } else {
        byte[] content = input.consumeBytes(60);
        visitor.file(
            child, new SourceFile(below, content.length, () -> new ByteArrayInputStream(content)));
      }
    }
    visitor.endDirectory();
  }
}
