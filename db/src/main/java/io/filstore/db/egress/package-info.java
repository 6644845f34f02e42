/** What accounts' content costs on its way out. */
@NullMarked
package io.filstore.db.egress;

import org.jspecify.annotations.NullMarked;
