/**
 * Serving immutable bytes over HTTP as RFC 9110 asks: ranges, validators, and never a clean end
 * after a fault.
 */
@NullMarked
package io.filstore.retrieval.bytes;

import org.jspecify.annotations.NullMarked;
