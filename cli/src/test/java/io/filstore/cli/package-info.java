@NullMarked
package io.filstore.cli;

import org.jspecify.annotations.NullMarked;
