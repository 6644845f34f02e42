package io.filstore.retrieval.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedTest {

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "gzip, true",
    "GZIP, true",
    "x-gzip, true",
    "'deflate, gzip;q=0.5, br', true",
    "'deflate,br', false",
    "identity, false",
    "*, true",
    "'*;q=0', false",
    "'gzip;q=0, *', false",
    "'*;q=0, gzip', true",
    "gzip;q=0, false",
    "gzip;q=0.000, false",
    "'gzip;q=0.2, identity', false",
    "'gzip, identity;q=0.5', true",
    "gzip;q=, false",
    "gzip;q=2, false",
    "gzip;level=9, false",
    "gzipped, false",
    "',;,', false",
  })
  void gzipIsForThoseWhoNameIt(String accepted, boolean gzip) {
    assertThat(Encoded.takesGzip(accepted)).isEqualTo(gzip);
  }
}
