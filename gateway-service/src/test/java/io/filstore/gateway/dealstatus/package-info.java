@NullMarked
package io.filstore.gateway.dealstatus;

import org.jspecify.annotations.NullMarked;
