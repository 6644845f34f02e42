package io.filstore.scheduler.schedule;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link DryRun}: nothing was planned, sent or spent.
 *
 * @param copies that were asked for
 * @param placed of them, those that a provider would get
 * @param violations why the others have none, with the number of pieces that each reason kept short
 * @param hours least time that the limits on offers an hour allow; absent without such a limit
 */
record Outlook(
    long pieces,
    long copies,
    long placed,
    List<Share> providers,
    List<Violation> violations,
    Cost cost,
    @Nullable Long hours) {

  /**
   * What one provider would get.
   *
   * @param bytes padded
   * @param sharePercent of all bytes in open deals and in this schedule
   */
  record Share(
      String provider,
      @Nullable String owner,
      @Nullable String region,
      long copies,
      BigInteger bytes,
      double sharePercent) {}

  record Violation(String provider, String text, long pieces) {}

  /**
   * What it would cost.
   *
   * @param datacapBytes DataCap for verified deals
   * @param priceAttofil what providers ask for the whole term, without gas
   */
  record Cost(BigInteger datacapBytes, BigInteger priceAttofil) {}
}
