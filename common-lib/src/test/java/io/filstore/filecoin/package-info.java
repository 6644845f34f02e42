/** Tests of Filecoin objects against published vectors. */
@NullMarked
package io.filstore.filecoin;

import org.jspecify.annotations.NullMarked;
