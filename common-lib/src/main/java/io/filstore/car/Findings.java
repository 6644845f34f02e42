package io.filstore.car;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects findings in the order they are made; of many, the first are kept and all counted. */
final class Findings {
  /** How many of each sort are kept. */
  static final int KEPT = 1000;

  private final List<Finding> problems = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();
  private long problemCount;
  private long warningCount;

  void add(Finding.Code code, long offset, String detail) {
    add(code, offset, () -> detail);
  }

  /** Adds a finding whose sentence is made only if it is kept. */
  void add(Finding.Code code, long offset, Supplier<String> detail) {
    List<Finding> list = code.isWarning() ? warnings : problems;
    count(code, 1);
    if (list.size() < KEPT) {
      list.add(new Finding(code, offset, detail.get()));
    }
  }

  /** Counts findings that nobody has kept. */
  void count(Finding.Code code, long more) {
    if (code.isWarning()) {
      warningCount += more;
    } else {
      problemCount += more;
    }
  }

  List<Finding> problems() {
    return problems;
  }

  List<Finding> warnings() {
    return warnings;
  }

  long problemCount() {
    return problemCount;
  }

  long warningCount() {
    return warningCount;
  }
}
