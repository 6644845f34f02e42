/**
 * From what the chain shows to deal states, the event log, its live feed and the status webhook.
 */
@NullMarked
package io.filstore.watcher;

import org.jspecify.annotations.NullMarked;
