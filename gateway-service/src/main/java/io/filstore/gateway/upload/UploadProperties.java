package io.filstore.gateway.upload;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Receiving files.
 *
 * @param stagingDir folder that the gateway writes and data-prep reads
 * @param maxSize most content bytes in one upload
 * @param maxFiles most files in one upload
 * @param stagingReserve bytes of the staging disk that no upload may touch
 * @param retryAfterFull what a client is told to wait when the staging disk is full
 */
@ConfigurationProperties("filstore.gateway.upload")
record UploadProperties(
    @DefaultValue("./data/staging") Path stagingDir,
    @DefaultValue("32GB") DataSize maxSize,
    @DefaultValue("100000") int maxFiles,
    @DefaultValue("256MB") DataSize stagingReserve,
    @DefaultValue("60s") Duration retryAfterFull) {

  UploadProperties {
    if (maxSize.toBytes() < 1) {
      throw new IllegalArgumentException(
          "filstore.gateway.upload.max-size (UPLOAD_MAX_SIZE) is "
              + maxSize
              + ", must be at least 1B");
    }
    if (maxFiles < 1) {
      throw new IllegalArgumentException(
          "filstore.gateway.upload.max-files (UPLOAD_MAX_FILES) is "
              + maxFiles
              + ", must be at least 1");
    }
    if (stagingReserve.isNegative()) {
      throw new IllegalArgumentException(
          "filstore.gateway.upload.staging-reserve (STAGING_RESERVE) is "
              + stagingReserve
              + ", must not be negative");
    }
  }
}
