@NullMarked
package io.filstore.libp2p;

import org.jspecify.annotations.NullMarked;
