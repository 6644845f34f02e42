package io.filstore.watcher.transfer;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.filstore.db.deal.Deals;
import io.filstore.db.piece.Pieces;
import io.filstore.db.transfer.Transfers;
import io.filstore.watcher.monitor.DealRecorder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The wiring of the task {@code watch-transfers}. */
@Configuration(proxyBeanMethods = false)
class TransferConfiguration {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  @Bean
  Task<Void> watchTransfersTask(
      Deals deals,
      Pieces pieces,
      Transfers transfers,
      DealRecorder recorder,
      TransferProperties properties,
      Clock clock) {
    WatchTransfers watch =
        new WatchTransfers(deals, pieces, transfers, recorder, properties.stallAfter(), clock);
    return Tasks.recurring("watch-transfers", FixedDelay.of(pause(properties.stallAfter())))
        .execute((_, _) -> watch.look());
  }

  private static Duration pause(Duration stallAfter) {
    Duration tenth = stallAfter.dividedBy(10);
    return tenth.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : tenth;
  }
}
