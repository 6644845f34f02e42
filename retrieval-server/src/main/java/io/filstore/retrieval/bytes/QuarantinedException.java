package io.filstore.retrieval.bytes;

/**
 * The content lies in a CAR that is known to be damaged, and is not served before it is rebuilt.
 */
public final class QuarantinedException extends DamagedContentException {

  public QuarantinedException(String blobName) {
    super(blobName + " is damaged and waits to be rebuilt");
  }
}
