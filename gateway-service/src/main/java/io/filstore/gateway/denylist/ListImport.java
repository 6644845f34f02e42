package io.filstore.gateway.denylist;

import io.filstore.db.denylist.Denials;
import io.filstore.db.denylist.ListedDenial;
import io.filstore.db.event.EventLog;
import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.ids.IdKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes denials of a list, all that it can or none, and says what it could not. */
@Component
class ListImport {
  /** Each retrieval server keeps them in memory, at about 110 bytes. */
  private static final long MOST_DOUBLES = 400_000;

  private static final int ROWS_PER_STATEMENT = 1000;
  private static final int NAMED = 1000;
  private static final int LONGEST = 4096;
  private static final int SHOWN = 200;
  private static final int MAX_REASON = 1000;

  private final Denials denials;
  private final EventLog events;
  private final TransactionTemplate transaction;

  ListImport(Denials denials, EventLog events, TransactionTemplate transaction) {
    this.denials = denials;
    this.events = events;
    this.transaction = transaction;
  }

  /**
   * Data of {@code content.list_imported}.
   *
   * @param denial the first one that was made
   * @param by id of the API key
   */
  private record Imported(
      String denial,
      @Nullable String list,
      int taken,
      int alreadyDenied,
      int notTaken,
      String by) {}

  /**
   * Takes a list.
   *
   * @param by id of the API key
   * @throws ProblemException when more would be in force than may be; then nothing is
   */
  ImportReport take(DenyFile file, String reason, String by) {
    Reading reading = new Reading(file, reason);
    reading.run();
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          List<ListedDenial> wanted = List.copyOf(reading.wanted.values());
          List<String> made = new ArrayList<>();
          for (int from = 0; from < wanted.size(); from += ROWS_PER_STATEMENT) {
            int to = Math.min(wanted.size(), from + ROWS_PER_STATEMENT);
            made.addAll(denials.addAll(wanted.subList(from, to), by));
          }
          requireRoom();
          ImportReport report = reading.report(made.size());
          if (!made.isEmpty()) {
            tell(made.getFirst(), report, by);
          }
          return report;
        }));
  }

  private void requireRoom() {
    requireAtMost(DenylistController.MOST_IN_FORCE, denials.count(), "denials");
    requireAtMost(MOST_DOUBLES, denials.countDoubles(), "double hashes");
  }

  private static void requireAtMost(long most, long count, String what) {
    if (count > most) {
      throw new ProblemException(
              ProblemCode.CONFLICT,
              "With this list %d %s would be in force, at most %d may be; nothing of it was taken."
                  .formatted(count, what, most))
          .with("limit", most);
    }
  }

  private void tell(String first, ImportReport report, String by) {
    events.append(
        "content.list_imported",
        first,
        new Imported(
            first, report.list(), report.taken(), report.alreadyDenied(), report.notTaken(), by));
  }

  /** One way through the lines; the last rule about a thing counts. */
  private static final class Reading {
    private final DenyFile file;
    private final String reason;
    private final Map<DenyRule.Target, ListedDenial> wanted = new LinkedHashMap<>();
    private final List<ImportReport.Line> first = new ArrayList<>();
    private int repeated;
    private int takenBack;
    private int notTaken;

    Reading(DenyFile file, String reason) {
      this.file = file;
      this.reason = reason;
    }

    void run() {
      int number = file.firstLine();
      for (String line : file.lines()) {
        String text = line.strip();
        if (!text.isEmpty() && !text.startsWith("#")) {
          read(number, text);
        }
        number++;
      }
    }

    private void read(int number, String text) {
      if (text.length() > LONGEST) {
        notTaken(number, text, "longer than %d characters".formatted(LONGEST));
        return;
      }
      String[] words = text.split("\\s+", 2);
      switch (DenyRule.of(words[0])) {
        case DenyRule.Deny(DenyRule.Target target) -> {
          String hints = words.length < 2 ? "" : " (" + words[1] + ")";
          add(target, words[0], "%s, line %d%s".formatted(reason, number, hints));
        }
        case DenyRule.Except(DenyRule.Target target) -> {
          if (wanted.remove(target) == null) {
            notTaken(
                number,
                text,
                "no rule before it that it takes back; denials are lifted one by one");
          } else {
            takenBack++;
          }
        }
        case DenyRule.NotTaken(String why) -> notTaken(number, text, why);
      }
    }

    private void add(DenyRule.Target target, String rule, String why) {
      String printable = printable(why, MAX_REASON);
      ListedDenial denial =
          new ListedDenial(IdKind.DENIAL.next(), target.form(), target.hash(), rule, printable);
      if (wanted.putIfAbsent(target, denial) != null) {
        repeated++;
      }
    }

    private void notTaken(int number, String text, String why) {
      notTaken++;
      if (first.size() < NAMED) {
        first.add(new ImportReport.Line(number, printable(text, SHOWN), why));
      }
    }

    private static String printable(String text, int most) {
      String all = text.replaceAll("\\p{Cntrl}", "?");
      return all.substring(0, Math.min(most, all.length()));
    }

    ImportReport report(int taken) {
      int known = wanted.size() - taken + repeated;
      int lines = file.firstLine() - 1 + file.lines().size();
      return new ImportReport(
          file.name(), lines, taken, known, takenBack, notTaken, List.copyOf(first));
    }
  }
}
