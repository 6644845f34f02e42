package io.filstore.db.rows;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;

/**
 * Maps rows to records by column name: {@code piece_cid} to {@code pieceCid}, words to enum
 * constants.
 */
public final class RecordRows {
  private RecordRows() {}

  public static <T> RowMapper<T> of(Class<T> record) {
    return new SimplePropertyRowMapper<>(record, ApplicationConversionService.getSharedInstance());
  }
}
