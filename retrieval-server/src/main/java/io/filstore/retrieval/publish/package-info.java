/**
 * Tells indexers which public content is here (IPNI): a chain of signed advertisements, kept in the
 * database and served as it lies there, and an announcement whenever it has grown.
 *
 * <p>{@link io.filstore.retrieval.publish.Publisher} brings what is said to what is so, {@link
 * io.filstore.retrieval.publish.Announcer} tells of it, {@link
 * io.filstore.retrieval.publish.PublishController} serves it.
 */
@NullMarked
package io.filstore.retrieval.publish;

import org.jspecify.annotations.NullMarked;
