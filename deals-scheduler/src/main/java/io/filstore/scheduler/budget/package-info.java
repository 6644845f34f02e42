/** What a wallet may spend with one message and in one hour. */
@NullMarked
package io.filstore.scheduler.budget;

import org.jspecify.annotations.NullMarked;
