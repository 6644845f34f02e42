/** Verbs that ask a gateway. */
@NullMarked
package io.filstore.cli.gateway;

import org.jspecify.annotations.NullMarked;
