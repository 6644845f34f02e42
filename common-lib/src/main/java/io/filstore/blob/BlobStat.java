package io.filstore.blob;

import java.time.Instant;

/**
 * What a store knows about a blob without reading it: {@code length} in bytes and when it was
 * published.
 */
public record BlobStat(String name, long length, Instant published) {}
