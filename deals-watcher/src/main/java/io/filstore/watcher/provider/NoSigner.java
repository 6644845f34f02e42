package io.filstore.watcher.provider;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.Signer;

/** Stands for a client where nobody asks for a signature: at the operator's own nodes. */
record NoSigner(FilAddress address) implements Signer {

  @Override
  public Signature sign(byte[] payload) {
    throw new IllegalStateException("nothing signs for " + address + " here");
  }

  @Override
  public boolean signsHere() {
    return true;
  }
}
