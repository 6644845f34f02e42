/**
 * What f05 and f06 tell of our deals. An event only points at a deal to look at, so one that is
 * lost costs time and never truth.
 */
@NullMarked
package io.filstore.watcher.actorevents;

import org.jspecify.annotations.NullMarked;
