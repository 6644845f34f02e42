package io.filstore.scheduler.message;

import io.filstore.filecoin.SignedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code chain_message}.
 *
 * @param subjectId what the message is for; purpose and subject together are unique, so an intent
 *     is signed once
 * @param cid CID of the signed message
 * @param state signed, pushed, executed (exit code 0) or failed
 * @param error what the node said when it would not take the message
 */
public record ChainMessage(
    String id,
    String wallet,
    long nonce,
    String purpose,
    String subjectId,
    byte[] signedBytes,
    String cid,
    String state,
    @Nullable Integer exitCode,
    byte @Nullable [] returnBytes,
    @Nullable Long executedEpoch,
    @Nullable String error) {

  SignedMessage signed() {
    return SignedMessage.decode(signedBytes);
  }

  /** Executed or failed at a height that cannot be reverted. */
  public boolean settled() {
    return exitCode != null;
  }

  public boolean succeeded() {
    return exitCode != null && exitCode == 0;
  }

  /** The actor's return value. */
  public byte[] returned() {
    return returnBytes == null ? new byte[0] : returnBytes;
  }
}
