package io.filstore.watcher.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.OfferStatus;
import io.filstore.db.deal.DealState;
import io.filstore.fixtures.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderReportTest {

  @ParameterizedTest
  @CsvSource({
    "uploading, TRANSFERRING",
    "processing, TRANSFERRING",
    "Processing, TRANSFERRING",
    "sealing, SEALING",
    "indexing, SEALING",
    "complete, SEALING",
    "Sealed, SEALING",
    "Sealed and Indexed, SEALING",
    "Transferred, COMMITTING",
    "PublishConfirmed, COMMITTING",
    "IndexedAndAnnounced, SEALING"
  })
  void readsWhereTheProviderIs(String status, DealState state) {
    assertThat(report(status, "")).isEqualTo(new ProviderReport.At(state));
  }

  @ParameterizedTest
  @CsvSource({"accepted", "Accepted", "something new"})
  void learnsNothingFromOtherWords(String status) {
    assertThat(report(status, "")).isEqualTo(new ProviderReport.Nothing());
  }

  @ParameterizedTest
  @CsvSource({
    "failed, download timed out, download_failed, download timed out",
    "Processing, no space left, provider_failed, no space left",
    "failed, '', provider_failed, failed",
    "failed, commP mismatch: expected a got b, commp_mismatch, commP mismatch: expected a got b"
  })
  void keepsTheProvidersWordsOfAFailure(String status, String error, String code, String text) {
    assertThat(report(status, error)).isEqualTo(new ProviderReport.Failed(code, text));
  }

  /** Every status in chain/curio/mk20-ddo-http.json, in its order. */
  @Test
  void readsTheStatesOfMk20() {
    List<Class<?>> kinds =
        Fixtures.rows("chain/curio/mk20-ddo-http.json", "status")
            .filter(row -> row.at("/body/ddo_v1/status").isString())
            .map(row -> row.at("/body/ddo_v1"))
            .map(ddo -> report(ddo.at("/status").asString(), ddo.at("/errorMsg").asString()))
            .<Class<?>>map(Object::getClass)
            .toList();
    assertThat(kinds)
        .startsWith(ProviderReport.Nothing.class, ProviderReport.At.class)
        .contains(ProviderReport.Failed.class);
  }

  private static ProviderReport report(String status, String error) {
    return ProviderReport.of(new OfferStatus.Stored(status, error, null, 0, 0));
  }
}
