/**
 * Content by CID: raw blocks and CARs as the trustless gateway specification has them, and files,
 * folders and single codecs as the path gateway specification does. Everything comes from the CARs
 * packed here and is verified against its CID before it leaves.
 */
@NullMarked
package io.filstore.retrieval.ipfs;

import org.jspecify.annotations.NullMarked;
