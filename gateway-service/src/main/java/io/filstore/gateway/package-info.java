/** The public door: REST, WebSocket, and who may do what. */
@NullMarked
package io.filstore.gateway;

import org.jspecify.annotations.NullMarked;
