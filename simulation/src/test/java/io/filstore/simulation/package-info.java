/**
 * The deal engine on a virtual clock: the real scheduler and watcher with a real PostgreSQL and
 * providers over real HTTP, on a chain in memory that forks. Everything that happens follows from a
 * seed, so that a run that breaks a rule can be played again.
 */
@NullMarked
package io.filstore.simulation;

import org.jspecify.annotations.NullMarked;
