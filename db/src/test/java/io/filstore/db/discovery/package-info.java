@NullMarked
package io.filstore.db.discovery;

import org.jspecify.annotations.NullMarked;
