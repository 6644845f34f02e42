/**
 * The demo: somebody's files through the public REST API and WebSocket, to active deals and back,
 * told as a short story or as one JSON document.
 */
@NullMarked
package io.filstore.allinone.demo;

import org.jspecify.annotations.NullMarked;
