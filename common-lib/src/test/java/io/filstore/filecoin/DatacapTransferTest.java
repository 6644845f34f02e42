package io.filstore.filecoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PaddedPieceSize;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DatacapTransferTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final AllocationRequest REQUEST =
      new AllocationRequest(
          1000,
          Cid.parse("baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"),
          new PaddedPieceSize(1L << 35),
          518400,
          5256000,
          new Epoch(5172800));
  private static final String PARAMS =
      "834200064d006f05b59d3b20000000000000584b8281861903e8d82a5828000181e203922020077e5fde35c50a9303a5"
          + "5009e3498a4ebedff39c42b710b730d8ec7ac7afa63e1b00000008000000001a0007e9001a005033401a004eee4080";

  @Test
  void allocatesWithTheBytesOfTheReference() {
    assertThat(HEX.formatHex(DatacapTransfer.params(List.of(REQUEST)))).isEqualTo(PARAMS);
    DatacapTransfer read = DatacapTransfer.decodeParams(HEX.parseHex(PARAMS));
    assertThat(read.to()).isEqualTo(FilAddress.VERIFREG);
    assertThat(read.amount()).hasToString("34359738368000000000000000000");
    assertThat(read.requests()).containsExactly(REQUEST);
  }

  @Test
  void allocatesAsPublished() {
    JsonNode vector = Fixtures.json("chain/vectors/datacap-allocation.json");
    assertThat(HEX.formatHex(DatacapTransfer.params(List.of(REQUEST))))
        .isEqualTo(vector.path("transferParamsHex").asString());
    assertThat(DatacapTransfer.METHOD).isEqualTo(vector.path("method").asLong());
    assertThat(FilAddress.parse(vector.path("to").asString())).isEqualTo(FilAddress.DATACAP);
    JsonNode methods = vector.path("frc42MethodNumbers");
    assertThat(methods.path("Transfer").asLong()).isEqualTo(DatacapTransfer.METHOD);
    assertThat(methods.path("PublishStorageDeals").asLong())
        .isEqualTo(PublishStorageDeals.METHOD_EXPORTED);
  }

  @Test
  void theIdsComeBackInTheOrderOfTheRequests() {
    byte[] returned =
        DatacapTransfer.encodeReturn(AttoFil.of(5), AttoFil.ZERO, List.of(77001L, 77002L));
    assertThat(HEX.formatHex(returned))
        .isEqualTo("8342000540" + "52" + "83820280820080" + "821a00012cc91a00012cca");
    assertThat(DatacapTransfer.decodeReturn(returned)).containsExactly(77001L, 77002L);
  }

  @Test
  void otherBytesAreRefused() {
    byte[] params = HEX.parseHex(PARAMS);
    for (int length = 0; length < params.length; length++) {
      byte[] cut = Arrays.copyOf(params, length);
      assertThatThrownBy(() -> DatacapTransfer.decodeParams(cut))
          .isInstanceOf(FormatException.class);
      assertThatThrownBy(() -> DatacapTransfer.decodeReturn(cut))
          .isInstanceOf(FormatException.class);
    }
  }
}
