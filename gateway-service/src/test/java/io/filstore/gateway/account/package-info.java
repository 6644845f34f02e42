@NullMarked
package io.filstore.gateway.account;

import org.jspecify.annotations.NullMarked;
