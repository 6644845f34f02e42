package io.filstore.scheduler.funds;

import io.filstore.filecoin.AttoFil;
import java.math.BigInteger;

/** An amount of money as the API shows it: decimal text and its unit. */
record Amount(String value, String unit) {

  static Amount of(AttoFil amount) {
    return of(amount.atto());
  }

  static Amount of(BigInteger atto) {
    return new Amount(atto.toString(), "attoFIL");
  }
}
