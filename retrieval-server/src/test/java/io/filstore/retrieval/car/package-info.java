/** Tests of what is learnt about CARs that are here. */
@org.jspecify.annotations.NullMarked
package io.filstore.retrieval.car;
