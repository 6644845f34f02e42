package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Every text and code of a provider, a node or an actor that we know of, one row each. */
class RefusalsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "refusal-texts.csv", delimiter = '|', numLinesToSkip = 1)
  void everyKnownTextHasACauseAndTellsItsNumbers(
      String text,
      RejectionCause cause,
      @Nullable BigInteger given,
      @Nullable BigInteger least,
      @Nullable BigInteger most) {
    assertThat(Refusals.cause(text)).contains(cause);
    assertThat(Refusals.stated(text)).isEqualTo(new Stated(given, least, most));
    assertThat(Refusals.cause("Reason: " + text)).contains(cause);
    assertThat(Refusals.mk12(text)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Start epoch is less than the current chain height|START_EPOCH_OUT_OF_RANGE",
        "400|something of its own|PROVIDER_REFUSED",
        "401|Client is not allowed to make deal with this provider|CLIENT_NOT_ALLOWED",
        "401|Unauthorized|CLIENT_NOT_ALLOWED",
        "404|404 page not found|UNSUPPORTED_PROTOCOL",
        "409|whatever|DUPLICATE",
        "422|data source http is not enabled|UNSUPPORTED_SOURCE",
        "422|''|UNSUPPORTED_SOURCE",
        "423|Unsupported product|UNSUPPORTED_PRODUCT",
        "424|products validation failed: product ddo_v1 is not enabled|UNSUPPORTED_PRODUCT",
        "425|products validation failed: retrieval v1 is required for ddo v1|PROPOSAL_INVALID",
        "425|products validation failed: duration must be at least 518400|DURATION_OUT_OF_RANGE",
        "426|the contract says no|MARKET_REFUSED",
        "429|MK20 ingestion backpressure is active. Please try again later.|OVERLOADED",
        "429|''|OVERLOADED",
        "430|malformed data source|PROPOSAL_INVALID",
        "440|''|UNSUPPORTED_PRODUCT",
        "441|products validation failed: duration must be at least 518400|DURATION_OUT_OF_RANGE",
        "441|''|DURATION_OUT_OF_RANGE",
        "500|''|PROVIDER_ERROR",
        "500|Internal server error|PROVIDER_ERROR",
        "503|request timeout|PROVIDER_ERROR"
      })
  void everyResultCodeOfMk20HasACause(int status, String text, RejectionCause cause) {
    assertThat(Refusals.mk20(status, text)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "400,PROPOSAL_INVALID",
    "401,CLIENT_NOT_ALLOWED",
    "403,CLIENT_NOT_ALLOWED",
    "404,UNSUPPORTED_PROTOCOL",
    "429,OVERLOADED",
    "418,PROVIDER_REFUSED"
  })
  void everyStatusInPlaceOfAnMk12AnswerHasACause(int status, RejectionCause cause) {
    assertThat(Refusals.mk12(status, "")).isEqualTo(cause);
  }

  @Test
  void unknownWordsAreTheProvidersOwnFilter() {
    assertThat(Refusals.cause("we only take art")).isEmpty();
    assertThat(Refusals.mk12("we only take art")).isEqualTo(RejectionCause.PROVIDER_REFUSED);
    assertThat(Refusals.stated("we only take 3 pieces of 5")).isEqualTo(Stated.NOTHING);
  }

  @Test
  void aNumberThatIsNoneIsNotRead() {
    String text = "piece size less than minimum required size: " + "9".repeat(41) + " < 5";

    assertThat(Refusals.stated(text)).isEqualTo(Stated.NOTHING);
  }

  @Test
  void everyRemedyIsTakenAndCodesReadBack() {
    Set<Remedy> taken = EnumSet.noneOf(Remedy.class);
    for (RejectionCause cause : RejectionCause.values()) {
      taken.add(cause.remedy());
      assertThat(RejectionCause.of(cause.code())).contains(cause);
    }
    assertThat(taken).isEqualTo(EnumSet.allOf(Remedy.class));
    assertThat(RejectionCause.of("funds")).isEmpty();
    assertThat(RejectionCause.of(null)).isEmpty();
  }
}
