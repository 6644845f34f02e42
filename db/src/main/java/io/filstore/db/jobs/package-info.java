/** The job table: what is to be done next, written in the transaction that makes it due. */
@NullMarked
package io.filstore.db.jobs;

import org.jspecify.annotations.NullMarked;
