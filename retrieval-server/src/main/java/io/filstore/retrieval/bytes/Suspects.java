package io.filstore.retrieval.bytes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** CARs of which something was wrong, each once, until somebody looks at them. Thread-safe. */
public final class Suspects {

  /** More are forgotten; who asks for their content again names them again. */
  static final int MOST = 1000;

  private final Set<String> blobNames = new LinkedHashSet<>();

  /** Has the CAR looked at if it was one CAR that failed. */
  public void report(DamagedContentException failure) {
    failure.suspect().ifPresent(this::add);
  }

  /** Has the CAR looked at whose bytes went out unseen. */
  public void sentUnseen(String blobName) {
    add(blobName);
  }

  private synchronized void add(String blobName) {
    if (blobNames.size() < MOST) {
      blobNames.add(blobName);
    }
  }

  /** All so far, which are none then. */
  public synchronized List<String> take() {
    List<String> taken = new ArrayList<>(blobNames);
    blobNames.clear();
    return taken;
  }
}
