package io.filstore.retrieval.blockindex;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The block index.
 *
 * @param dir folder that holds it; whatever is lost of it is made anew from the CARs
 * @param interval between two looks for new CARs
 */
@ConfigurationProperties("filstore.retrieval.index")
record BlockIndexProperties(Path dir, Duration interval) {}
