/**
 * The task {@code discover-providers}: which miners of the chain have power and an HTTP server, and
 * what they offer. It is for people to read; nobody gets a deal by being found.
 */
@NullMarked
package io.filstore.scheduler.discovery;

import org.jspecify.annotations.NullMarked;
