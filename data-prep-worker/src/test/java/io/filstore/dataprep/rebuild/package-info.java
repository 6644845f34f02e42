@NullMarked
package io.filstore.dataprep.rebuild;

import org.jspecify.annotations.NullMarked;
