/**
 * Starting and stopping everything on one machine: the state folder, its secrets, the embedded
 * PostgreSQL, and every service in a context and on a port of its own.
 */
@NullMarked
package io.filstore.allinone.system;

import org.jspecify.annotations.NullMarked;
