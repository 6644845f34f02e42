package io.filstore.retrieval;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is served from where.
 *
 * @param carDir folder of the CAR store, shared with the data preparation worker
 * @param verifyPieces check every block of a piece on its way out; without it the container sends
 *     the file by itself
 * @param deserialized whether {@code /ipfs} offers files, folders and single codecs beside blocks
 *     and CARs, which alone a reader can verify
 */
@ConfigurationProperties("filstore.retrieval")
public record RetrievalProperties(Path carDir, boolean verifyPieces, boolean deserialized) {}
