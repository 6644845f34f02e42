@NullMarked
package io.filstore.db.deal;

import org.jspecify.annotations.NullMarked;
