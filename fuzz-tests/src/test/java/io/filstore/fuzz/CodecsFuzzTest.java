package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.ipld.BlockCodec;
import io.filstore.ipld.CborLimits;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.DagCbor;
import io.filstore.ipld.DagJson;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.Links;
import io.filstore.ipld.Node;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CodecsFuzzTest {
  @FuzzTest
  void dagCbor(byte[] bytes) {
    Optional<Node> strict = Hostile.read(() -> DagCbor.decode(bytes));
    strict.ifPresent(node -> assertThat(DagCbor.encode(node)).isEqualTo(bytes));
    Optional<Node> tolerant = Hostile.read(() -> DagCbor.decode(bytes, CborLimits.ANY_KEY_ORDER));
    strict.ifPresent(node -> assertThat(tolerant).contains(node));
    tolerant.ifPresent(
        node -> assertThat(BlockCodec.DAG_CBOR.decode(DagCbor.encode(node))).isEqualTo(node));
    assertThat(Hostile.read(() -> skip(bytes)).isPresent()).isEqualTo(tolerant.isPresent());
  }

  private static boolean skip(byte[] bytes) {
    CborReader in = new CborReader(bytes, CborLimits.ANY_KEY_ORDER);
    in.skip();
    in.end();
    return true;
  }

  @FuzzTest
  void dagJson(byte[] bytes) {
    Optional<Node> strict = Hostile.read(() -> DagJson.decode(bytes));
    strict.ifPresent(node -> assertThat(DagJson.encode(node)).isEqualTo(bytes));
    Optional<Node> tolerant = Hostile.read(() -> DagJson.decodeTolerant(bytes));
    strict.ifPresent(node -> assertThat(tolerant).contains(node));
    tolerant.ifPresent(node -> assertThat(DagJson.decode(DagJson.encode(node))).isEqualTo(node));
    tolerant.ifPresent(
        node -> assertThat(BlockCodec.DAG_CBOR.decode(DagCbor.encode(node))).isEqualTo(node));
  }

  /** Values of dag-cbor have one text in dag-json or are refused there, and come back from it. */
  @FuzzTest
  void dagCborAsDagJson(byte[] bytes) {
    Hostile.read(() -> BlockCodec.DAG_CBOR.decode(bytes))
        .flatMap(node -> Hostile.read(() -> DagJson.encode(node)).map(DagJson::decode))
        .ifPresent(node -> assertThat(node).isEqualTo(BlockCodec.DAG_CBOR.decode(bytes)));
  }

  @FuzzTest
  void dagPb(byte[] bytes) {
    Optional<PbNode> node = Hostile.read(() -> DagPb.decode(bytes));
    node.ifPresent(read -> {
      byte[] canonical = DagPb.encode(read);
      assertThat(DagPb.encode(DagPb.decode(canonical))).isEqualTo(canonical);
      assertThat(BlockCodec.DAG_PB.encode(BlockCodec.DAG_PB.decode(canonical)))
          .isEqualTo(canonical);
    });
  }

  @FuzzTest
  void links(byte[] bytes) {
    for (long codec : new long[] {Cid.DAG_CBOR, Cid.DAG_JSON, Cid.DAG_PB, Cid.RAW, 0x78}) {
      Optional<Links> links = Hostile.read(() -> Links.of(codec, ByteBuffer.wrap(bytes)));
      BlockCodec.of(codec)
          .ifPresent(known ->
              assertThat(links.map(Links::cids))
                  .isEqualTo(Hostile.read(() -> linksOf(known.decode(bytes)))));
    }
  }

  private static List<Cid> linksOf(Node node) {
    List<Cid> links = new ArrayList<>();
    collect(node, links);
    return links;
  }

  private static void collect(Node node, List<Cid> links) {
    switch (node) {
      case Node.Link(Cid cid) -> links.add(cid);
      case Node.List(var items) -> items.forEach(item -> collect(item, links));
      case Node.Map(var entries) -> entries.values().forEach(value -> collect(value, links));
      default -> {}
    }
  }
}
