@NullMarked
package io.filstore.allinone.system;

import org.jspecify.annotations.NullMarked;
