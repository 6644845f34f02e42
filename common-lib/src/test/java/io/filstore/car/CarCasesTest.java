package io.filstore.car;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.Finding.Code;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The shared archives with their verdicts. */
class CarCasesTest {
  /** The first problem of every archive that is to be refused. */
  private static final Map<String, Code> FIRST_PROBLEM =
      Map.ofEntries(
          Map.entry("bad-empty-file", Code.TRUNCATED_HEADER),
          Map.entry("bad-header-length-zero", Code.HEADER_LENGTH),
          Map.entry("bad-header-length-huge", Code.HEADER_LENGTH),
          Map.entry("bad-header-not-cbor", Code.HEADER_INVALID),
          Map.entry("bad-version-0", Code.HEADER_INVALID),
          Map.entry("bad-version-string", Code.HEADER_INVALID),
          Map.entry("bad-no-roots-key", Code.HEADER_INVALID),
          Map.entry("bad-roots-map", Code.HEADER_INVALID),
          Map.entry("bad-header-extra-key", Code.HEADER_INVALID),
          Map.entry("bad-header-array", Code.HEADER_INVALID),
          Map.entry("bad-header-indefinite-array", Code.HEADER_INVALID),
          Map.entry("bad-trunc-in-varint", Code.TRUNCATED_SECTION),
          Map.entry("bad-trunc-in-cid", Code.TRUNCATED_SECTION),
          Map.entry("bad-section-shorter-than-cid", Code.CID_INVALID),
          Map.entry("bad-zero-section-middle", Code.SECTION_EMPTY),
          Map.entry("bad-hash-cid-flip", Code.HASH_MISMATCH),
          Map.entry("bad-nonminimal-section-varint", Code.SECTION_LENGTH),
          Map.entry("bad-section-huge", Code.SECTION_TOO_LARGE),
          Map.entry("bad-cid-version-2", Code.CID_INVALID),
          Map.entry("bad-identity-mismatch", Code.HASH_MISMATCH),
          Map.entry("bad-truncated-digest", Code.HASH_MISMATCH),
          Map.entry("bad-v2-fully-indexed-missing", Code.INDEX_INCOMPLETE),
          Map.entry("bad-v2-pragma-only", Code.TRUNCATED_HEADER),
          Map.entry("bad-v2-data-offset-small", Code.V2_DATA_BOUNDS),
          Map.entry("bad-v2-data-size-zero", Code.V2_DATA_BOUNDS),
          Map.entry("bad-v2-data-size-cuts-section", Code.TRUNCATED_SECTION),
          Map.entry("bad-v2-index-inside-data", Code.V2_INDEX_BOUNDS),
          Map.entry("bad-v2-index-unknown-codec", Code.INDEX_CODEC),
          Map.entry("bad-v2-index-truncated", Code.INDEX_TRUNCATED),
          Map.entry("bad-v2-index-wrong-offset", Code.INDEX_ENTRY),
          Map.entry("bad-v2-index-unsorted", Code.INDEX_ORDER),
          Map.entry("bad-v2-index-count-instead-of-bytes", Code.INDEX_STRUCTURE),
          Map.entry("bad-v2-index-extra-entry", Code.INDEX_ENTRY),
          Map.entry("bad-v2-trailing-without-index", Code.TRAILING_BYTES));

  private static final Map<String, Code> WARNING =
      Map.ofEntries(
          Map.entry("v1-no-roots", Code.NO_ROOTS),
          Map.entry("v1-root-missing", Code.ROOT_MISSING),
          Map.entry("v1-duplicate-block", Code.DUPLICATE_BLOCK),
          Map.entry("v1-header-only", Code.ROOT_MISSING),
          Map.entry("v1-empty-identity-root", Code.ROOT_MISSING),
          Map.entry("v1-zero-padded-tail", Code.PADDED),
          Map.entry("bad-header-key-order", Code.HEADER_KEY_ORDER),
          Map.entry("v2-duplicate-indexed", Code.DUPLICATE_BLOCK),
          Map.entry("bad-v2-characteristics-unknown", Code.CHARACTERISTICS));

  @Test
  void judgesEveryArchiveAsExpected() throws IOException {
    int judged = 0;
    for (JsonNode row : Fixtures.rows("formats/car/cases.json", "cases").toList()) {
      String name = row.path("file").asString().replaceAll("car/|\\.car", "");
      CarVerification verification =
          CarVerifier.ofBlocks().verify(Fixtures.path("formats/" + row.path("file").asString()));
      List<Code> problems = verification.problems().stream().map(Finding::code).toList();
      List<Code> warnings = verification.warnings().stream().map(Finding::code).toList();
      switch (row.path("expect").asString()) {
        case "valid" -> assertThat(problems).as(name).isEmpty();
        case "warn" -> {
          assertThat(problems).as(name).isEmpty();
          assertThat(warnings).as(name).containsExactly(WARNING.get(name));
        }
        default -> assertThat(problems).as(name).first().isEqualTo(FIRST_PROBLEM.get(name));
      }
      if (row.path("expect").asString().equals("valid")) {
        assertThat(warnings).as(name).isEmpty();
      }
      judged++;
    }
    assertThat(judged).isEqualTo(52);
  }

  @Test
  void followingLinksChangesNoVerdict() throws IOException {
    for (JsonNode row : Fixtures.rows("formats/car/cases.json", "cases").toList()) {
      byte[] car = Fixtures.bytes("formats/" + row.path("file").asString());
      CarVerification blocks = CarVerifier.ofBlocks().verify(new ByteArrayInputStream(car));
      CarVerification links = CarVerifier.ofLinks().verify(new ByteArrayInputStream(car));
      assertThat(links.problems()).isEqualTo(blocks.problems());
      assertThat(links.warnings()).containsAll(blocks.warnings());
      if (row.path("expect").asString().equals("valid")) {
        assertThat(links.warnings()).isEmpty();
        assertThat(links.isComplete()).isTrue();
      }
    }
  }

  @Test
  void readsTheSectionsWhereTheyAre() throws IOException {
    int compared = 0;
    for (JsonNode row : Fixtures.rows("formats/car/cases.json", "cases").toList()) {
      if (row.has("sections")) {
        requireSections(
            row.path("sections"), Fixtures.bytes("formats/" + row.path("file").asString()));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(17);
  }

  private static void requireSections(JsonNode expected, byte[] car) throws IOException {
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    for (JsonNode row : expected) {
      CarReader.Section section = Objects.requireNonNull(reader.nextSection());
      assertThat(section.cid()).hasToString(row.path("cid").asString());
      assertThat(section.sectionOffset()).isEqualTo(row.path("offset").asLong());
      assertThat(section.dataOffset()).isEqualTo(row.path("blockOffset").asLong());
      assertThat(section.data()).hasSize(row.path("blockLength").asInt());
    }
    assertThat(reader.nextSection()).isNull();
  }

  @Test
  void readsTheArchivesOfPeers() throws IOException {
    for (JsonNode row : Fixtures.rows("formats/peers/index.json", "files").toList()) {
      String file = row.path("file").asString();
      if (!file.endsWith(".car")) {
        continue;
      }
      CarVerification verification = CarVerifier.ofLinks().verify(Fixtures.path("formats/" + file));
      boolean bad = file.contains("badheader") || file.contains("corrupt");
      assertThat(verification.isValid()).as(file).isNotEqualTo(bad);
      if (row.has("blocks")) {
        assertThat(verification.blocks()).as(file).isEqualTo(row.path("blocks").asLong());
      }
      assertThat(verification.version())
          .as(file)
          .isEqualTo(bad ? 0 : row.path("carVersion").asInt());
    }
  }

  @Test
  void readsTheRootsOfTheSpecificationsExample() throws IOException {
    JsonNode expected = Fixtures.json("formats/peers/carv1-basic.json");
    CarVerification verification =
        CarVerifier.ofLinks().verify(Fixtures.path("formats/peers/carv1-basic.car"));
    assertThat(verification.roots())
        .extracting(Cid::toString)
        .containsExactlyElementsOf(
            expected
                .path("header")
                .path("roots")
                .valueStream()
                .map(root -> root.path("/").asString())
                .toList());
    assertThat(verification.isComplete()).isTrue();
  }
}
