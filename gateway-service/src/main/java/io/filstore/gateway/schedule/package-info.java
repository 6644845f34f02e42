/** Questions about deals before they are made: who would get what, and would it do. */
@NullMarked
package io.filstore.gateway.schedule;

import org.jspecify.annotations.NullMarked;
