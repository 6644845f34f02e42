/** Webhooks of one's own account: where events are called out to. The watcher makes the calls. */
@NullMarked
package io.filstore.gateway.webhook;

import org.jspecify.annotations.NullMarked;
