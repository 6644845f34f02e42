@NullMarked
package io.filstore.client.address;

import org.jspecify.annotations.NullMarked;
