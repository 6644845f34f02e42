package io.filstore.scheduler.message;

import io.filstore.filecoin.SignedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code chain_message}.
 *
 * @param subjectId what the message is for; purpose and subject together are unique, so an intent
 *     is signed once
 * @param cid CID of the signed message
 * @param state signed, pushed, executed (exit code 0), failed, or lost: another call has its nonce
 *     in the final chain, so that it can never run
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

  /** What is pushed. */
  public SignedMessage signed() {
    return SignedMessage.decode(signedBytes);
  }

  /** Another call has its nonce in the final chain. */
  public boolean lost() {
    return state.equals("lost");
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
