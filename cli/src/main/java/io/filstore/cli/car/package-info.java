/** {@code filstore car ...}: making, checking, reading and changing CAR archives. */
@NullMarked
package io.filstore.cli.car;

import org.jspecify.annotations.NullMarked;
