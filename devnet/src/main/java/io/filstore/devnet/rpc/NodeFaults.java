package io.filstore.devnet.rpc;

import io.filstore.devnet.incident.Incidents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Faults still to come at the node. Kept in memory: a restart clears them. */
public final class NodeFaults {
  private static final String NODE = "node";

  private final Incidents incidents;
  private final List<NodeFault> waiting = new ArrayList<>();
  private final List<Runnable> disconnects = new ArrayList<>();
  private @Nullable HeadFault head;

  /** A wrong head, for as long as the chain is below a height. */
  private record HeadFault(NodeFault fault, long orderedAt) {
    long view(long height) {
      long lag = fault.kind() == NodeFault.Kind.STALE_HEAD ? height - orderedAt : fault.number();
      return height < orderedAt + fault.next() ? Math.max(0, height - lag) : height;
    }
  }

  public NodeFaults(Incidents incidents) {
    this.incidents = incidents;
  }

  /**
   * Makes something go wrong; one of the same kind for the same method is replaced.
   *
   * @param height of the chain now
   */
  public void order(NodeFault fault, long height) {
    List<Runnable> cut = List.of();
    synchronized (this) {
      if (fault.kind() == NodeFault.Kind.DISCONNECT) {
        cut = List.copyOf(disconnects);
      } else if (fault.kind().isOfHead()) {
        head = new HeadFault(fault, height);
      } else {
        waiting.removeIf(f -> f.kind() == fault.kind() && f.method().equals(fault.method()));
        waiting.add(fault);
      }
    }
    if (fault.kind() == NodeFault.Kind.DISCONNECT) {
      note(fault.kind(), "", "closed %d WebSockets".formatted(cut.size()));
      cut.forEach(Runnable::run);
    } else if (fault.kind() == NodeFault.Kind.STALE_HEAD) {
      note(fault.kind(), "", "stays at epoch %d for %d epochs".formatted(height, fault.next()));
    } else if (fault.kind() == NodeFault.Kind.HEIGHT_ROLLBACK) {
      note(
          fault.kind(),
          "",
          "answers from %d epochs ago for %d epochs".formatted(fault.number(), fault.next()));
    }
  }

  private void note(NodeFault.Kind kind, String method, String text) {
    incidents.note(NODE, kind.text(), method, text);
  }

  /** What is still to come, a wrong head that lasts included. */
  public synchronized List<NodeFault> all() {
    List<NodeFault> all = new ArrayList<>(waiting);
    if (head != null) {
      all.add(head.fault());
    }
    return List.copyOf(all);
  }

  public synchronized void clear() {
    waiting.clear();
    head = null;
  }

  /** What the node takes for the head's height. */
  synchronized long view(long height) {
    if (head != null && height >= head.orderedAt() + head.fault().next()) {
      head = null;
    }
    return head == null ? height : head.view(height);
  }

  /** Uses up a fault of the kind that any of the methods meets. */
  Optional<NodeFault> take(NodeFault.Kind kind, Collection<String> methods, String text) {
    Optional<NodeFault> taken = take(kind, methods);
    taken.ifPresent(fault -> note(kind, String.join(",", Set.copyOf(methods)), text));
    return taken;
  }

  private synchronized Optional<NodeFault> take(NodeFault.Kind kind, Collection<String> methods) {
    Optional<NodeFault> found =
        waiting.stream()
            .filter(f -> f.kind() == kind)
            .filter(f -> f.method().isEmpty() || methods.contains(f.method()))
            .findFirst();
    found.ifPresent(fault -> {
      int at = waiting.indexOf(fault);
      if (fault.next() == 1) {
        waiting.remove(at);
      } else {
        waiting.set(at, fault.times(fault.next() - 1));
      }
    });
    return found;
  }

  /** Waits out ordered latency. */
  void delay(Collection<String> methods) {
    take(NodeFault.Kind.LATENCY, methods, "answers late").ifPresent(fault -> sleep(fault.delay()));
  }

  private static void sleep(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Registers what closes a WebSocket. */
  synchronized void onDisconnect(Runnable close) {
    disconnects.add(close);
  }

  synchronized void gone(Runnable close) {
    disconnects.remove(close);
  }
}
