/**
 * Which CAR has a block: sorted runs of the blocks of all CARs, derived from the indexes beside
 * them and made anew whenever they are gone or damaged. Begin reading at {@link
 * io.filstore.retrieval.blockindex.BlockIndex}.
 */
@NullMarked
package io.filstore.retrieval.blockindex;

import org.jspecify.annotations.NullMarked;
