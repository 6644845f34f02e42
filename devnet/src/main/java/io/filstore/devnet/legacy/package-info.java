/** The market client that Lotus had up to 1.27.0, behind a switch. */
@NullMarked
package io.filstore.devnet.legacy;

import org.jspecify.annotations.NullMarked;
