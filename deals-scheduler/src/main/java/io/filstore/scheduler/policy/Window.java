package io.filstore.scheduler.policy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;

/**
 * The hours of the day, UTC, in which new deals are offered. An end before its start is on the next
 * day; equal ends mean the whole day.
 */
public record Window(LocalTime from, LocalTime to) {
  /** All day long. */
  public static final Window ALWAYS = new Window(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

  /**
   * Reads {@code 22:00-06:00}; empty means always.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Window parse(String text) {
    if (text.isBlank()) {
      return ALWAYS;
    }
    String[] ends = text.strip().split("-", -1);
    try {
      if (ends.length == 2) {
        return new Window(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(complaint(text), e);
    }
    throw new IllegalArgumentException(complaint(text));
  }

  /** The first moment from now on that lies within. */
  public Instant next(Instant now) {
    if (contains(now.atOffset(ZoneOffset.UTC).toLocalTime())) {
      return now;
    }
    ZonedDateTime today = now.atZone(ZoneOffset.UTC).with(from);
    return (today.toInstant().isBefore(now) ? today.plusDays(1) : today).toInstant();
  }

  private boolean contains(LocalTime time) {
    if (from.equals(to)) {
      return true;
    }
    boolean afterStart = !time.isBefore(from);
    boolean beforeEnd = time.isBefore(to);
    return from.isBefore(to) ? afterStart && beforeEnd : afterStart || beforeEnd;
  }

  private static String complaint(String text) {
    return "DEAL_WINDOW_UTC is '" + text + "', it must be like 22:00-06:00, or empty";
  }
}
