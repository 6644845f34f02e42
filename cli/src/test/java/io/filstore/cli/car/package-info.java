@NullMarked
package io.filstore.cli.car;

import org.jspecify.annotations.NullMarked;
