package io.filstore.ipld;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
  private static final Cid A = Cid.sha256(Cid.RAW, "a".getBytes(UTF_8));
  private static final Cid B = Cid.sha256(Cid.RAW, "b".getBytes(UTF_8));

  @Test
  void followsTheOrderOfADagPbNodeWithItsRepetitions() {
    byte[] block =
        DagPb.encode(
            new PbNode(
                List.of(new PbLink(B, "", 1), new PbLink(A, "", 1), new PbLink(B, "", 1)), null));
    assertThat(of(Cid.DAG_PB, block)).isEqualTo(new Links.Known(List.of(B, A, B)));
  }

  @Test
  void findsLinksAtAnyDepthOfDagCborAndDagJson() {
    Node node =
        new Node.Map(
            Map.of(
                "a",
                new Node.List(List.of(new Node.Link(B), new Node.Map(Map.of()), Node.Int.of(1))),
                "bb",
                new Node.Map(Map.of("c", new Node.Link(A))),
                "ccc",
                new Node.Text(A.toString())));
    assertThat(of(Cid.DAG_CBOR, DagCbor.encode(node)).cids()).containsExactly(B, A);
    assertThat(of(Cid.DAG_JSON, DagJson.encode(node)).cids()).containsExactly(B, A);
    assertThat(of(Cid.DAG_CBOR, DagCbor.encode(new Node.Link(A))).cids()).containsExactly(A);
  }

  @Test
  void readsForeignKeyOrder() {
    byte[] unsorted = HexFormat.of().parseHex("a262616101616202");
    assertThat(of(Cid.DAG_CBOR, unsorted).cids()).isEmpty();
    assertThat(of(Cid.DAG_JSON, "{ \"b\": 1, \"a\": 2 }".getBytes(UTF_8)).cids()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {Cid.RAW, Cid.CBOR, Cid.JSON})
  void knowsCodecsWithoutLinks(long codec) {
    assertThat(of(codec, HexFormat.of().parseHex("ffff"))).isEqualTo(new Links.Known(List.of()));
  }

  @Test
  void saysThatACodecIsNotKnown() {
    assertThat(of(0x78, new byte[] {1})).isEqualTo(new Links.Unknown(0x78));
    assertThat(of(0x78, new byte[] {1}).cids()).isEmpty();
  }

  @Test
  void refusesBlocksThatAreNotOfTheirCodec() {
    byte[] text = "hello".getBytes(UTF_8);
    for (long codec : new long[] {Cid.DAG_PB, Cid.DAG_CBOR, Cid.DAG_JSON}) {
      assertThatThrownBy(() -> of(codec, text)).isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> of(Cid.DAG_CBOR, HexFormat.of().parseHex("a2616101616102")))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> of(Cid.DAG_CBOR, HexFormat.of().parseHex("8001")))
        .hasMessageContaining("follow");
  }

  @Test
  void boundsTheDepthOfHostileBlocks() {
    byte[] lists = new byte[1_000_000];
    Arrays.fill(lists, (byte) 0x81);
    assertThatThrownBy(() -> of(Cid.DAG_CBOR, lists)).hasMessageContaining("256");
    Arrays.fill(lists, (byte) '[');
    assertThatThrownBy(() -> of(Cid.DAG_JSON, lists)).hasMessageContaining("256");
  }

  private static Links of(long codec, byte[] block) {
    return Links.of(codec, ByteBuffer.wrap(block));
  }
}
