/** Lotus JSON-RPC over HTTP and WebSocket (lotus api/, go-jsonrpc). */
@NullMarked
package io.filstore.devnet.rpc;

import org.jspecify.annotations.NullMarked;
