@NullMarked
package io.filstore.dataprep.packing;

import org.jspecify.annotations.NullMarked;
