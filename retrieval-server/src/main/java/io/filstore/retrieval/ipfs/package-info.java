/**
 * Content by CID: raw blocks and CARs as the trustless gateway specification has them, and plain
 * file bytes. Everything comes from the CARs packed here and is verified against its CID before it
 * leaves.
 */
@NullMarked
package io.filstore.retrieval.ipfs;

import org.jspecify.annotations.NullMarked;
