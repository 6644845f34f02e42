@NullMarked
package io.filstore.client.chain;

import org.jspecify.annotations.NullMarked;
