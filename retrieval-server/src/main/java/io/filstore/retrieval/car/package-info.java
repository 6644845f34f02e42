/** Reading the CAR store: every section is checked against its CID before a byte of it leaves. */
@NullMarked
package io.filstore.retrieval.car;

import org.jspecify.annotations.NullMarked;
