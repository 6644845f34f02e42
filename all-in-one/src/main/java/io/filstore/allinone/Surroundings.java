package io.filstore.allinone;

import io.filstore.allinone.system.SystemOptions;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What the JVM has to know before the first logger or the first context is made. */
final class Surroundings {
  private Surroundings() {}

  static void prepare(SystemOptions options) {
    // One log for all contexts, set up by our own file; Spring would set it up once per context.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.setProperty("filstore.logs", options.folder().logs().toString());
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    String cache = System.getProperty("filstore.cache", "");
    if (!cache.isEmpty()) {
      System.setProperty("ot.epg.working-dir", cache + "/postgres");
    }
  }
}
