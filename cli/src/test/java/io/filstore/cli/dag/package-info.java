@NullMarked
package io.filstore.cli.dag;

import org.jspecify.annotations.NullMarked;
