package io.filstore.scheduler.message;

import io.filstore.filecoin.AttoFil;
import io.filstore.scheduler.budget.Exceeded;

/** What came of fixing a message. */
public sealed interface Signing {

  /** It is in the database and may leave. */
  record Signed(ChainMessage message) implements Signing {}

  /** The wallet cannot pay value and gas; nothing was signed. */
  record NoFunds(AttoFil needed, AttoFil available) implements Signing {}

  /** It would break a spending limit of the wallet; nothing was signed. */
  record OverBudget(Exceeded exceeded) implements Signing {}

  /** Another message of this purpose is not settled; nothing was signed. */
  record Busy() implements Signing {}

  /** The node says that it would fail; nothing was signed. */
  record Refused(String text) implements Signing {}
}
