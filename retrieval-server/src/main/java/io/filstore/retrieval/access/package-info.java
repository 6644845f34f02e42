/**
 * Who asks: the owner of an account by API key, a provider by piece token, or anyone, who reads
 * what is public.
 */
@NullMarked
package io.filstore.retrieval.access;

import org.jspecify.annotations.NullMarked;
