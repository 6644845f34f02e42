@NullMarked
package io.filstore.allinone.demo;

import org.jspecify.annotations.NullMarked;
