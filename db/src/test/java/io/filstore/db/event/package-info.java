@NullMarked
package io.filstore.db.event;

import org.jspecify.annotations.NullMarked;
