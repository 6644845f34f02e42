package io.filstore.gateway.upload;

import org.jspecify.annotations.Nullable;

/**
 * A file that has arrived whole.
 *
 * @param stagedAs its name in the staging folder, null when it was only read
 * @param sha256 of its bytes, null when nobody asked for it
 */
record ReceivedFile(
    UploadPath path, long size, @Nullable String stagedAs, byte @Nullable [] sha256) {}
