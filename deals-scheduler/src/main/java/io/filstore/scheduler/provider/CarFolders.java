package io.filstore.scheduler.provider;

import io.filstore.client.deal.OwnNodes;
import java.util.Map;
import java.util.Set;

/**
 * Where the operator's own nodes see the finished CARs: the folder of CAR_OUTPUT_DIR as it is
 * mounted on the node's machine.
 */
public final class CarFolders {

  private static final String KEY = "DEAL_NODE_CAR_FOLDERS";

  private final Map<String, String> folders;

  private CarFolders(Map<String, String> folders) {
    this.folders = Map.copyOf(folders);
  }

  /**
   * The folders of the setting {@code f01000=/mnt/cars}.
   *
   * @param providers those with a node; each needs a folder
   * @throws IllegalArgumentException for a setting that cannot be meant so
   */
  static CarFolders of(String setting, Set<String> providers) {
    Map<String, String> folders = OwnNodes.byProvider(KEY, setting, "f01000=/mnt/cars");
    OwnNodes.requireKnown(KEY, folders.keySet(), providers);
    for (String id : providers) {
      String folder = folders.get(id);
      if (folder == null) {
        throw new IllegalArgumentException(
            KEY
                + " must say where the node of "
                + id
                + " sees the CARs, like "
                + id
                + "=/mnt/cars");
      }
      if (!folder.startsWith("/")) {
        throw new IllegalArgumentException(
            KEY + " has the folder '" + folder + "' for " + id + ", it must begin with /");
      }
    }
    return new CarFolders(folders);
  }

  /**
   * The path of a CAR on the disk of the provider's node; no check that it is there.
   *
   * @param name in the CAR store
   */
  public String path(String provider, String name) {
    String folder = folders.get(provider);
    if (folder == null) {
      throw new IllegalStateException(KEY + " names no folder for " + provider);
    }
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }
}
