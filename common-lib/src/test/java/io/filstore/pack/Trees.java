package io.filstore.pack;

import io.filstore.unixfs.Metadata;
import io.filstore.unixfs.SourceFile;
import io.filstore.unixfs.TreeSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Small trees made from a seed. */
final class Trees {
  private static final String[] NAMES = {
    "a", "b.txt", "c d", "каталог", "数据", "z-1", "z.2", "\ud83d\ude00", "\ufffd", "E\u0301"
  };

  private Trees() {}

  /** Files in folders up to three deep; sizes around multiples of the chunk. */
  static Map<String, byte[]> random(long seed, int files, int chunk) {
    Random random = new Random(seed);
    Map<String, byte[]> tree = new TreeMap<>();
    for (int i = 0; i < files; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(3); depth > 0; depth--) {
        path.append("d").append(NAMES[random.nextInt(NAMES.length)]).append('/');
      }
      path.append("f").append(NAMES[random.nextInt(NAMES.length)]).append(i);
      tree.put(path.toString(), content(random, chunk));
    }
    return tree;
  }

  private static byte[] content(Random random, int chunk) {
    int chunks = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(3);
    byte[] content = new byte[Math.max(0, chunks * chunk + random.nextInt(3) - 1)];
    if (random.nextInt(4) > 0) {
      random.nextBytes(content);
    }
    return content;
  }

  static List<SourceFile> files(Map<String, byte[]> tree, int mostPerRead) {
    List<SourceFile> files = new ArrayList<>();
    tree.forEach((path, content) ->
        files.add(
            new SourceFile(
                path,
                content.length,
                content.length,
                Metadata.NONE,
                () -> new Hesitant(content, mostPerRead))));
    return files;
  }

  static TreeSource source(Map<String, byte[]> tree) {
    return TreeSource.ofFiles(files(tree, Integer.MAX_VALUE));
  }

  /** Gives at most so many bytes at once. */
  static final class Hesitant extends InputStream {
    private final ByteArrayInputStream in;
    private final int most;

    Hesitant(byte[] content, int most) {
      this.in = new ByteArrayInputStream(content);
      this.most = most;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return in.read(buffer, offset, Math.min(length, most));
    }
  }
}
