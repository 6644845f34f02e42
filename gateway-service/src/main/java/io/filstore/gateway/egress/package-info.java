/** How much of an account's content was read, and how much may be. */
@NullMarked
package io.filstore.gateway.egress;

import org.jspecify.annotations.NullMarked;
