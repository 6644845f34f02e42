@NullMarked
package io.filstore.db.chain;

import org.jspecify.annotations.NullMarked;
