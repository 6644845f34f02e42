package io.filstore.gateway.egress;

import io.filstore.db.egress.EgressDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went out of an account's content, as the API shows it; some seconds behind.
 *
 * @param today in UTC
 * @param bytes of today
 * @param bytesPerDay how many may go out in a day; null is no limit
 * @param limitFrom {@code account} when it was set for this account, else {@code settings}
 * @param resetsAt when the next day begins
 * @param days that had any bytes, of the last 31, the newest first
 */
record EgressView(
    String accountId,
    LocalDate today,
    long bytes,
    @Nullable Long bytesPerDay,
    String limitFrom,
    Instant resetsAt,
    List<EgressDay> days) {}
