@NullMarked
package io.filstore.dataprep;

import org.jspecify.annotations.NullMarked;
