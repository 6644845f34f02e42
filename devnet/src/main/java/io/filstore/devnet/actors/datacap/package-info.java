/** The DataCap token, actor f07. */
@NullMarked
package io.filstore.devnet.actors.datacap;

import org.jspecify.annotations.NullMarked;
