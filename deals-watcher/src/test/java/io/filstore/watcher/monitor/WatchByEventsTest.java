package io.filstore.watcher.monitor;

import io.filstore.watcher.chain.ScriptedChain;

/** The same stories on a node with events, which make most looks unnecessary. */
class WatchByEventsTest extends WatchTest {
  @Override
  ScriptedChain chain() {
    return new ScriptedChain().tellingEvents();
  }

  /** The event names the deal's id before the list is read again. */
  @Override
  int listReadsUntilPublished() {
    return 2;
  }
}
