package io.filstore.piece.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.PieceTree;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InclusionProofTest {

  private static final PaddedPieceSize SIZE = Pieces.size(4096);
  private static final Aggregate AGGREGATE =
      Aggregate.of(SIZE, Stream.of(Pieces.SMALL).map(Pieces::of).toList());
  private static final PieceCommitment PIECE = Pieces.of(Pieces.SMALL[1]);
  private static final InclusionProof PROOF = AGGREGATE.prove(1);
  private static final PieceCid CID = AGGREGATE.commitment().v2();

  /** The proof of the second piece as data-segment 5.3.0 makes it. */
  @Test
  void hasThePublishedForm() {
    assertThat(HexFormat.of().formatHex(PROOF.encode()))
        .startsWith(
            "828201845820d4da84e6851b82fea8ae274e8f328ed0d75cd2b7bc5e7884cf104d7bd715bf245820"
                + "64979033c1355405d7ca0c5e6bfcd9487d474cad357f44e13af2372ddb19d9195820"
                + "1f7ac9595510e09ea41c460b176430bb322cd6fb412ec57cb17d989a4310372f5820"
                + "f322e7d8c80fb047a876392922f230f120ef03de3c51be3f7a9b1b2915c9950f82183d865820"
                + "edfb6bd350a206c76e4e27c58f4e30dd5caa0e9bfe0434d99c5c424a55b5883c");
    assertThat(InclusionProof.decode(PROOF.encode())).isEqualTo(PROOF);
  }

  @Test
  void leadsToTheAggregateAndThePlaceInIt() {
    Inclusion proven = new Inclusion.Proven(AGGREGATE.commitment(), AGGREGATE.segment(1));
    assertThat(PROOF.verify(PIECE)).isEqualTo(proven);
    assertThat(PROOF.verify(PIECE, CID)).isEqualTo(proven);
    assertThat(PROOF.verify(PIECE, AGGREGATE.commitment().v1())).isEqualTo(proven);
  }

  @Test
  void isAboutOnePieceAndOneAggregate() {
    assertThat(PROOF.verify(Pieces.of(Pieces.SMALL[0]))).isInstanceOf(Inclusion.Refuted.class);
    assertThat(PROOF.verify(PieceCommitment.whole(PIECE.root(), Pieces.size(512))))
        .isEqualTo(new Inclusion.Refuted("the two paths end at heights 8 and 7"));
    assertThat(PROOF.verify(PIECE, PieceCid.v1(new byte[32])))
        .isEqualTo(
            new Inclusion.Refuted(
                "the proof is about %s, not %s"
                    .formatted(AGGREGATE.commitment().v1(), PieceCid.v1(new byte[32]))));
    PieceCid larger = AGGREGATE.commitment().v1().toWholePiece(Pieces.size(8192));
    assertThat(PROOF.verify(PIECE, larger))
        .isEqualTo(
            new Inclusion.Refuted("the proof is about an aggregate of 4096 bytes, not 8192"));
  }

  @Test
  void everyFlippedBitIsSeen() {
    byte[] bytes = PROOF.encode();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verdict(flipped)).as("bit %d", bit).isNotInstanceOf(Inclusion.Proven.class);
    }
  }

  private static Inclusion verdict(byte[] proof) {
    try {
      return InclusionProof.decode(proof).verify(PIECE, CID);
    } catch (FormatException e) {
      return new Inclusion.Refuted("cannot be read");
    }
  }

  @Test
  void everyCutIsSeen() {
    byte[] bytes = PROOF.encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> InclusionProof.decode(cut)).isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> InclusionProof.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(FormatException.class);
  }

  /** An index of more bits than the path would prove another place with the same siblings. */
  @Test
  void anIndexIsOneOfItsLevel() {
    InclusionProof shifted =
        new InclusionProof(new ProofData(1 + 16, PROOF.subtree().path()), PROOF.indexEntry());
    assertThat(shifted.verify(PIECE))
        .isEqualTo(
            new Inclusion.Refuted("index 17 or 61 is none of a level 4 or 6 below the root"));
  }

  /** A forger may put an entry among the data, but no reader of the index would find it there. */
  @Test
  void anEntryOutsideTheIndexProvesNothing() {
    Segment segment = AGGREGATE.segment(0);
    PieceTree tree = new PieceTree();
    byte[] entry = IndexEntry.of(segment).bytes();
    byte[] entryNode = tree.parent(Arrays.copyOf(entry, 32), Arrays.copyOfRange(entry, 32, 64));
    List<NodeRow> rows = SparseTree.emptyRows(SIZE.height());
    rows.get(1).add(20, entryNode);
    rows.get(2).add(0, segment.piece().root());
    SparseTree forged = SparseTree.grow(rows);
    InclusionProof proof = new InclusionProof(forged.prove(2, 0), forged.prove(1, 20));
    assertThat(proof.verify(segment.piece()))
        .isEqualTo(new Inclusion.Refuted("entry at 1280 is before the index at 3840"));
  }

  @Test
  void aPieceInsideTheIndexProvesNothing() {
    Segment segment = new Segment(0, PIECE, 3840);
    List<NodeRow> rows = SparseTree.emptyRows(SIZE.height());
    rows.get(2).add(30, IndexEntry.of(segment).node(new PieceTree()));
    InclusionProof proof =
        new InclusionProof(
            new ProofData(15, new byte[4 * 32]), new ProofData(60, new byte[6 * 32]));
    assertThat(proof.verify(PIECE))
        .isEqualTo(
            new Inclusion.Refuted("piece of 256 bytes at 3840 reaches into the index at 3840"));
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 30, 63})
  void pathsBeyondTheLargestPieceAreRefused(int depth) {
    PieceCommitment piece = Pieces.random(new Random(depth), PaddedPieceSize.ofHeight(7));
    InclusionProof proof =
        new InclusionProof(
            new ProofData(0, new byte[depth * 32]),
            new ProofData(0, new byte[Math.min(63, depth + 6) * 32]));
    assertThat(proof.verify(piece)).isInstanceOf(Inclusion.Refuted.class);
  }

  @Test
  void readsNoMoreThanAProofCanHave() {
    CborWriter out = new CborWriter().array(2).array(2).uint(0).array(64);
    for (int i = 0; i < 64; i++) {
      out.bytes(new byte[32]);
    }
    byte[] bytes = out.array(2).uint(0).array(0).toBytes();
    assertThatThrownBy(() -> InclusionProof.decode(bytes))
        .isInstanceOf(FormatException.class)
        .hasMessage("proof of 64 nodes, at most 63");
    byte[] shortNode =
        new CborWriter().array(2).array(2).uint(0).array(1).bytes(new byte[31]).uint(1).toBytes();
    assertThatThrownBy(() -> InclusionProof.decode(shortNode))
        .isInstanceOf(FormatException.class)
        .hasMessage("node 0 of a proof has 31 bytes, must have 32");
  }

  @Test
  void theProofOfADealNamesIt() {
    DataAggregationProof proof = new DataAggregationProof(PROOF, 1234);
    byte[] bytes = proof.encode();
    assertThat(DataAggregationProof.decode(bytes)).isEqualTo(proof);
    assertThat(HexFormat.of().formatHex(bytes)).startsWith("838282").endsWith("00811904d2");
    byte[] otherKind = bytes.clone();
    otherKind[bytes.length - 5] = 1;
    assertThatThrownBy(() -> DataAggregationProof.decode(otherKind))
        .isInstanceOf(FormatException.class)
        .hasMessage("auxiliary data of kind 1, only 0 is known");
  }

  @Test
  void theDataOfADealAreComparedWithWhatIsProven() {
    InclusionAux aux = InclusionAux.of((Inclusion.Proven) PROOF.verify(PIECE));
    assertThat(InclusionAux.decode(aux.encode())).isEqualTo(aux);
    assertThat(HexFormat.of().formatHex(aux.encode()))
        .startsWith("82d82a5828000181e203922020")
        .endsWith("191000");
    assertThat(PROOF.verify(PIECE, aux.aggregate())).isInstanceOf(Inclusion.Proven.class);
    InclusionAux larger = new InclusionAux(aux.commitment(), Pieces.size(8192));
    assertThat(PROOF.verify(PIECE, larger.aggregate())).isInstanceOf(Inclusion.Refuted.class);
    byte[] bytes = aux.encode();
    bytes[bytes.length - 1] = 1;
    assertThatThrownBy(() -> InclusionAux.decode(bytes))
        .isInstanceOf(FormatException.class)
        .hasMessage("size of an aggregate cannot be 4097");
    assertThatThrownBy(() -> new InclusionAux(CID.cid(), SIZE)).isInstanceOf(FormatException.class);
  }
}
