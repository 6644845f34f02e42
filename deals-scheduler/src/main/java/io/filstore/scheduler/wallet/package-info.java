/** The client's key, its money and its DataCap as others may see them. */
@NullMarked
package io.filstore.scheduler.wallet;

import org.jspecify.annotations.NullMarked;
