@NullMarked
package io.filstore.cli.console;

import org.jspecify.annotations.NullMarked;
