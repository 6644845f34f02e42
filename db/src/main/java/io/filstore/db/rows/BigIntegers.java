package io.filstore.db.rows;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Whole numbers of any size in columns of the type numeric. */
public final class BigIntegers {
  private BigIntegers() {}

  /** As a parameter. */
  public static @Nullable BigDecimal decimal(@Nullable BigInteger value) {
    return value == null ? null : new BigDecimal(value);
  }

  /** As a column has it. */
  public static @Nullable BigInteger integer(@Nullable BigDecimal value) {
    return value == null ? null : value.toBigIntegerExact();
  }
}
