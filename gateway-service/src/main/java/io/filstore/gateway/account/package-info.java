/** API keys: how a caller proves who it is, and the routes each scope opens. */
@NullMarked
package io.filstore.gateway.account;

import org.jspecify.annotations.NullMarked;
