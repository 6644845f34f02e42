package io.filstore.devnet.chain;

import io.filstore.devnet.actors.miner.Activation;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.PublishStorageDeals;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Messages of the tipsets that a reorg takes back which the other branch does not have. Their
 * senders have to send them again; all others go back to the mempool.
 */
public enum Drop {
  NOTHING(message -> false),
  PUBLISH(m -> m.to().equals(FilAddress.MARKET) && m.method() == PublishStorageDeals.METHOD),
  ALLOCATION(m -> m.to().equals(FilAddress.DATACAP) && m.method() == DatacapTransfer.METHOD),
  ACTIVATION(message -> message.method() == Activation.METHOD),
  EVERYTHING(message -> true);

  private final Predicate<Message> dropped;

  Drop(Predicate<Message> dropped) {
    this.dropped = dropped;
  }

  boolean drops(Message message) {
    return dropped.test(message);
  }

  /**
   * By its name in lower case.
   *
   * @throws IllegalArgumentException naming the known ones
   */
  public static Drop parse(String name) {
    return Arrays.stream(values())
        .filter(drop -> drop.text().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown drop '%s', known are %s"
                    .formatted(name, Arrays.stream(values()).map(Drop::text).toList())));
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
