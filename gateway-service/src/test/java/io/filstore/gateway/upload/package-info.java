@NullMarked
package io.filstore.gateway.upload;

import org.jspecify.annotations.NullMarked;
