/**
 * From the suspicion that a CAR is damaged to its quarantine: whatever fails a check on its way out
 * names a suspect, which is then read as a whole.
 */
@NullMarked
package io.filstore.retrieval.damage;

import org.jspecify.annotations.NullMarked;
