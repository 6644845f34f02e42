@NullMarked
package io.filstore.db.webhook;

import org.jspecify.annotations.NullMarked;
