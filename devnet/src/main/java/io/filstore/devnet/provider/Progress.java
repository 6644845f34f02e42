package io.filstore.devnet.provider;

import io.filstore.filecoin.SignedMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a deal is.
 *
 * @param since epoch at which the phase was entered
 * @param publish the publish message, kept before it is sent
 * @param dealId f05 deal id, 0 while there is none
 * @param activation the activation message, kept before it is sent
 * @param error why it failed
 */
record Progress(
    Phase phase,
    long since,
    @Nullable SignedMessage publish,
    long dealId,
    @Nullable SignedMessage activation,
    String error) {

  static Progress accepted(long epoch) {
    return new Progress(Phase.ACCEPTED, epoch, null, 0, null, "");
  }

  Progress transferred(long epoch) {
    return new Progress(Phase.TRANSFERRED, epoch, null, 0, null, "");
  }

  Progress publishing(long epoch, SignedMessage message) {
    return new Progress(Phase.PUBLISHING, epoch, message, 0, null, "");
  }

  /** The publish message is no longer on the chain: it is sent again as it is. */
  Progress publishingAgain(long epoch) {
    return new Progress(Phase.PUBLISHING, epoch, publish, dealId, activation, "");
  }

  /** The activation message is no longer on the chain: it is sent again as it is. */
  Progress activatingAgain(long epoch) {
    return new Progress(Phase.ACTIVATING, epoch, publish, dealId, activation, "");
  }

  /** An activation that was signed before a reorg stays good as long as the deal has its id. */
  Progress sealing(long epoch, long deal) {
    return new Progress(
        Phase.SEALING, epoch, publish, deal, deal == dealId ? activation : null, "");
  }

  Progress activating(long epoch, SignedMessage message) {
    return new Progress(Phase.ACTIVATING, epoch, publish, dealId, message, "");
  }

  Progress complete(long epoch) {
    return new Progress(Phase.COMPLETE, epoch, publish, dealId, activation, "");
  }

  Progress failed(long epoch, String why) {
    return new Progress(Phase.FAILED, epoch, publish, dealId, activation, why);
  }

  Optional<SignedMessage> publishMessage() {
    return Optional.ofNullable(publish);
  }

  Optional<SignedMessage> activationMessage() {
    return Optional.ofNullable(activation);
  }
}
