/** Named, immutable byte sequences that survive a crash: CARs and their sidecars. */
@NullMarked
package io.filstore.blob;

import org.jspecify.annotations.NullMarked;
