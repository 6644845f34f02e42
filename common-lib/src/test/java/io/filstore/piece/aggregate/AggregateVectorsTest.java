package io.filstore.piece.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.fixtures.Inputs;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class AggregateVectorsTest {

  private static final HexFormat HEX = HexFormat.of();

  @TestFactory
  List<DynamicTest> aggregatesAreThoseOfThePeers() {
    return Fixtures.rows("formats/aggregate.json", "valid")
        .map(row -> DynamicTest.dynamicTest(row.path("name").asString(), () -> checkAggregate(row)))
        .toList();
  }

  private static void checkAggregate(JsonNode row) throws Exception {
    Aggregate aggregate =
        Aggregate.of(Pieces.size(row.path("aggregateSize").asLong()), pieces(row));
    IndexArea area = aggregate.indexArea();
    assertThat(area.capacity()).isEqualTo(row.path("maxEntries").asInt());
    assertThat(area.bytes()).isEqualTo(row.path("indexSize").asInt());
    assertThat(area.start()).isEqualTo(row.path("indexStart").asLong());
    assertThat(aggregate.commitment().v1()).hasToString(row.path("aggregatePieceCidV1").asString());
    assertThat(aggregate.commitment().v2()).hasToString(row.path("aggregatePieceCidV2").asString());
    byte[] entries = HEX.parseHex(row.path("indexEntriesHex").asString());
    byte[] index = AggregateIndex.of(aggregate).padded();
    assertThat(Arrays.equals(index, Arrays.copyOf(entries, index.length))).isTrue();
    assertThat(AggregateIndex.ofPadded(index, aggregate.size()).aggregate().commitment())
        .isEqualTo(aggregate.commitment());
    int entry = 0;
    for (JsonNode piece : row.path("pieces")) {
      checkPiece(piece, aggregate, entry++);
    }
    if (row.has("object")) {
      checkObject(row, aggregate);
    }
  }

  private static void checkPiece(JsonNode row, Aggregate aggregate, int entry) {
    Segment segment = aggregate.segment(entry);
    assertThat(segment.offset()).isEqualTo(row.path("offset").asLong());
    assertThat(segment.piece().size().bytes()).isEqualTo(row.path("size").asLong());
    IndexEntry content = IndexEntry.of(segment);
    assertThat(HEX.formatHex(content.checksum())).isEqualTo(row.path("checksumHex").asString());
    assertThat(HEX.formatHex(content.bytes())).isEqualTo(row.path("entryHex").asString());
    InclusionProof proof = aggregate.prove(entry);
    assertThat(proof.subtree()).isEqualTo(proofData(row.path("proof").path("subtree")));
    assertThat(proof.indexEntry()).isEqualTo(proofData(row.path("proof").path("indexEntry")));
    PieceCommitment piece = Pieces.of(row.path("pieceCidV2").asString());
    assertThat(proof.verify(piece, aggregate.commitment().v2()))
        .isEqualTo(new Inclusion.Proven(aggregate.commitment(), segment));
  }

  private static ProofData proofData(JsonNode row) {
    List<byte[]> path = new ArrayList<>();
    row.path("path").forEach(node -> path.add(HEX.parseHex(node.asString())));
    return ProofData.of(row.path("index").asLong(), path);
  }

  private static void checkObject(JsonNode row, Aggregate aggregate) throws Exception {
    JsonNode object = row.path("object");
    byte[] raw = written(row, aggregate);
    assertThat(raw).hasSize(object.path("bytes").asInt());
    assertThat(HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(raw)))
        .isEqualTo(object.path("sha256").asString());
    assertThat(aggregate.indexArea().rawStart())
        .isEqualTo(object.path("indexUnpaddedStart").asLong());
    assertThat(HEX.formatHex(AggregateIndex.of(aggregate).raw()))
        .startsWith(object.path("indexUnpaddedHexPrefix").asString());
    assertThat(Pieces.of(raw)).isEqualTo(aggregate.commitment());
  }

  private static byte[] written(JsonNode row, Aggregate aggregate) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new AggregateWriter(aggregate)
        .write(
            segment ->
                new ByteArrayInputStream(
                    Inputs.generate(row.path("pieces").path(segment.entry()).path("input"))),
            out);
    return out.toByteArray();
  }

  @TestFactory
  List<DynamicTest> whatThePeersRefuseIsRefused() {
    return Fixtures.rows("formats/aggregate.json", "invalid")
        .map(row ->
            DynamicTest.dynamicTest(
                row.path("name").asString(),
                () ->
                    assertThatThrownBy(() ->
                            Aggregate.of(
                                Pieces.size(row.path("aggregateSize").asLong()), pieces(row)))
                        .isInstanceOf(AggregateFullException.class)))
        .toList();
  }

  private static List<PieceCommitment> pieces(JsonNode row) {
    return StreamSupport.stream(row.path("pieces").spliterator(), false)
        .map(piece -> PieceCommitment.of(PieceCid.parse(piece.path("pieceCidV2").asString())))
        .toList();
  }

  @Test
  void theIndexHasTheRoomThatPeersGiveIt() {
    Fixtures.rows("formats/aggregate-index-size.json", "rows")
        .forEach(row -> {
          IndexArea area = new IndexArea(Pieces.size(row.path("paddedSize").asLong()));
          assertThat(area.capacity()).isEqualTo(row.path("maxEntries").asInt());
          assertThat(area.start()).isEqualTo(row.path("indexStart").asLong());
        });
  }

  @Test
  void entriesAreJudgedAsByThePeers() {
    IndexArea area = new IndexArea(Pieces.size(1 << 20));
    Fixtures.rows("formats/aggregate-index-entries.json", "entries")
        .forEach(row -> {
          byte[] bytes = HEX.parseHex(row.path("hex").asString());
          IndexEntry entry = IndexEntry.read(bytes, 0);
          assertThat(entry.bytes()).isEqualTo(bytes);
          assertThat(entry.flaws(area).stream().noneMatch(Flaw::refusedByPeers))
              .as(row.path("name").asString())
              .isEqualTo(row.path("valid").asBoolean());
          assertThat(entry.flaws(area).isEmpty())
              .as(row.path("name").asString())
              .isEqualTo(row.path("name").asString().equals("valid"));
        });
  }
}
