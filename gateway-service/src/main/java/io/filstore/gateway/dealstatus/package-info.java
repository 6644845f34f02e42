/**
 * Pushes the event log to clients, over WebSocket and as server-sent events: resumable, in order,
 * nothing lost, nothing doubled.
 */
@NullMarked
package io.filstore.gateway.dealstatus;

import org.jspecify.annotations.NullMarked;
