/**
 * Messages to the chain: fixed in the database before they leave, pushed again until they are
 * found.
 */
@NullMarked
package io.filstore.scheduler.message;

import org.jspecify.annotations.NullMarked;
