package io.filstore.retrieval;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What is served from where.
 *
 * @param carDir folder of the CAR store, shared with the data preparation worker
 * @param verifyPieces check every block of a piece on its way out; without it the container sends
 *     the file by itself
 * @param deserialized whether {@code /ipfs} offers files, folders and single codecs beside blocks
 *     and CARs, which alone a reader can verify
 * @param answerMemory for the answers that are under way together; null for half of the heap
 */
@ConfigurationProperties("filstore.retrieval")
public record RetrievalProperties(
    Path carDir, boolean verifyPieces, boolean deserialized, @Nullable DataSize answerMemory) {}
