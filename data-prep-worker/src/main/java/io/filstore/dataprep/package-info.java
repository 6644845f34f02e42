/** The data preparation worker: staged uploads become CARs, CIDs and pieces. */
@NullMarked
package io.filstore.dataprep;

import org.jspecify.annotations.NullMarked;
