/**
 * Pushes the event log to WebSocket clients: resumable, in order, nothing lost, nothing doubled.
 */
@NullMarked
package io.filstore.gateway.dealstatus;

import org.jspecify.annotations.NullMarked;
