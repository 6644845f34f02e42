@NullMarked
package io.filstore.db.jobs;

import org.jspecify.annotations.NullMarked;
