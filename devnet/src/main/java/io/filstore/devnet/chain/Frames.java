package io.filstore.devnet.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest tipsets with all that is needed to go back to one of them. */
final class Frames {
  private final Deque<Frame> latest = new ArrayDeque<>();

  /** A new head. */
  void push(Frame frame) {
    latest.addLast(frame);
    if (latest.size() > History.STATES) {
      latest.removeFirst();
    }
  }

  /** The head changed by something that is no tipset. */
  void amend(Frame frame) {
    latest.removeLast();
    latest.addLast(frame);
  }

  Frame head() {
    return latest.getLast();
  }

  /** How many tipsets can be taken back. */
  int depth() {
    return latest.size() - 1;
  }

  /** The topmost frames, oldest first; nothing is removed. */
  List<Frame> top(int count) {
    List<Frame> all = new ArrayList<>(latest);
    return all.subList(all.size() - count, all.size());
  }

  /** Takes the topmost frames off, oldest first. */
  List<Frame> takeOff(int count) {
    List<Frame> taken = new ArrayList<>(top(count));
    taken.forEach(ignored -> latest.removeLast());
    return taken;
  }
}
