/** Deals, their states and the DataCap ledger. */
@NullMarked
package io.filstore.db.deal;

import org.jspecify.annotations.NullMarked;
