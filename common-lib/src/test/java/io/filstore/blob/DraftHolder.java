package io.filstore.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that begins a draft, says so, and waits to be killed. */
final class DraftHolder {

  private DraftHolder() {}

  static Process start(Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(
            java, "-cp", classPath, DraftHolder.class.getName(), folder.toString())
        .start();
  }

  public static void main(String[] args) throws IOException {
    try (BlobDraft draft = FolderBlobStore.open(Path.of(args[0])).draft()) {
      draft.append(new ByteArrayInputStream(new byte[1000]));
      System.out.println("drafting");
      int end = System.in.read();
      System.exit(end);
    }
  }
}
