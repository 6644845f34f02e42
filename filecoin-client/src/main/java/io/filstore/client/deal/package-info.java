/**
 * How a deal is offered to a storage provider: one sealed interface, two dialects of Curio's HTTP
 * market. What a provider says is a value; bytes and key of an offer are fixed by the caller before
 * anything is sent.
 */
@NullMarked
package io.filstore.client.deal;

import org.jspecify.annotations.NullMarked;
