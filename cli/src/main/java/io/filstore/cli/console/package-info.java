/** What every verb shares: streams, reports, files in and out, sizes, progress. */
@NullMarked
package io.filstore.cli.console;

import org.jspecify.annotations.NullMarked;
