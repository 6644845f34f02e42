package io.filstore.watcher.transfer;

import io.filstore.client.deal.Transport;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealMove;
import io.filstore.db.deal.DealState;
import io.filstore.db.deal.Deals;
import io.filstore.db.deal.StaleDealException;
import io.filstore.db.piece.Pieces;
import io.filstore.db.transfer.Transfer;
import io.filstore.db.transfer.Transfers;
import io.filstore.watcher.monitor.DealRecorder;
import io.filstore.watcher.monitor.EachDeal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the bytes of every deal whose provider should be downloading. Bytes that grow make it
 * {@code transferring}, however slow; no byte for a stated time is {@code transfer_stalled}, told
 * once and taken back with the next byte. It closes nothing: only the chain knows what a provider
 * that got its bytes elsewhere has made of them.
 */
public final class WatchTransfers {
  /** The cause that stands beside the state of a deal whose download stands still. */
  public static final String STALLED = "transfer_stalled";

  private static final Logger LOG = LoggerFactory.getLogger(WatchTransfers.class);
  private static final Set<DealState> BEFORE_ALL_BYTES =
      EnumSet.of(DealState.ACCEPTED, DealState.TRANSFERRING);

  private final Deals deals;
  private final Pieces pieces;
  private final Transfers transfers;
  private final DealRecorder recorder;
  private final Duration patience;
  private final Clock clock;

  /**
   * @param patience without any byte, after which a download counts as standing still
   */
  WatchTransfers(
      Deals deals,
      Pieces pieces,
      Transfers transfers,
      DealRecorder recorder,
      Duration patience,
      Clock clock) {
    this.deals = deals;
    this.pieces = pieces;
    this.transfers = transfers;
    this.recorder = recorder;
    this.patience = patience;
    this.clock = clock;
  }

  /** Looks once at every such deal; the operator's own nodes have the bytes on their disks. */
  public void look() {
    List<Deal> waiting =
        deals.open().stream()
            .filter(deal -> BEFORE_ALL_BYTES.contains(deal.state()))
            .filter(deal -> deal.transport().equals(Transport.CURIO.word()))
            .filter(deal -> !deal.offline() || deal.deliveredAt() != null)
            .toList();
    EachDeal each = new EachDeal();
    each.in(waiting, this::look);
    each.finish();
  }

  private void look(Deal deal) {
    long size = pieces.find(deal.pieceCid()).orElseThrow().rawSize();
    Instant offered = offeredAt(deal);
    Optional<Transfer> transfer =
        transfers
            .find(deal.pieceCid(), deal.provider())
            .filter(t -> t.lastByteAt().filter(at -> !at.isBefore(offered)).isPresent());
    Instant last = transfer.flatMap(Transfer::lastByteAt).orElse(offered);
    boolean whole = transfer.map(t -> t.bytes(size) >= size).orElse(false);
    boolean stands = !whole && last.plus(patience).isBefore(clock.instant());
    try {
      if (stands) {
        stalled(deal, transfer, size, last);
      } else {
        moves(deal, transfer, size);
      }
    } catch (StaleDealException e) {
      LOG.debug("deal {} was changed meanwhile", deal.id(), e);
    }
  }

  private static Instant offeredAt(Deal deal) {
    if (deal.deliveredAt() != null) {
      return deal.deliveredAt();
    }
    return deal.proposedAt() == null ? deal.createdAt() : deal.proposedAt();
  }

  private void stalled(Deal deal, Optional<Transfer> transfer, long size, Instant last) {
    if (STALLED.equals(deal.causeCode())) {
      return;
    }
    long bytes = transfer.map(t -> t.bytes(size)).orElse(0L);
    recorder.noted(
        deal,
        DealMove.stalled(
                STALLED,
                "no byte for %s: %d of %d, the last at %s"
                    .formatted(patience, bytes, size, bytes == 0 ? "never" : last))
            .evidence(fact(deal, bytes, size)));
  }

  private void moves(Deal deal, Optional<Transfer> transfer, long size) {
    if (transfer.isPresent() && deal.state() == DealState.ACCEPTED) {
      long bytes = transfer.get().bytes(size);
      recorder.reported(
          deal,
          DealState.TRANSFERRING,
          DealMove.to(DealState.TRANSFERRING).evidence(fact(deal, bytes, size)));
    } else if (STALLED.equals(deal.causeCode())) {
      recorder.noted(deal, DealMove.stay().set("cause_code", null).set("cause_text", null));
    }
  }

  private static Map<String, Object> fact(Deal deal, long bytes, long size) {
    return Map.of(
        "kind", "bytes_moved", "provider", deal.provider(), "bytes", bytes, "of_bytes", size);
  }
}
