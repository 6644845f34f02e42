@NullMarked
package io.filstore.db;

import org.jspecify.annotations.NullMarked;
