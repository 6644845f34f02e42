package io.filstore.db.egress;

import java.time.LocalDate;

/**
 * What was sent of an account's content on one day.
 *
 * @param day in UTC
 */
public record EgressDay(LocalDate day, long bytes) {}
