package io.filstore.gateway.upload;

/**
 * A piece of an upload.
 *
 * @param number 0 for the one filled first
 */
record UploadPiece(
    String uploadId,
    int number,
    String pieceCid,
    String pieceCidV2,
    long rawSize,
    long paddedSize) {}
