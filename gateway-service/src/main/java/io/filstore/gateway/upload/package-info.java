/** Receiving files: body to staging, then one transaction that makes them an upload. */
@NullMarked
package io.filstore.gateway.upload;

import org.jspecify.annotations.NullMarked;
