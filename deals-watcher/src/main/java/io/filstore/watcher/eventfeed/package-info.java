/**
 * The event log as a WebSocket: {@code /internal/events?after=N} sends every event with a number
 * above N as a text frame, in order, each once, and then live. The door is {@link
 * io.filstore.watcher.eventfeed.EventFeedConfiguration}.
 */
@NullMarked
package io.filstore.watcher.eventfeed;

import org.jspecify.annotations.NullMarked;
