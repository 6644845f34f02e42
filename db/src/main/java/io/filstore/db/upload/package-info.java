/** Uploads and their entries. */
@NullMarked
package io.filstore.db.upload;

import org.jspecify.annotations.NullMarked;
