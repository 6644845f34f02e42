package io.filstore.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Multiaddr;
import io.filstore.filecoin.PublishStorageDeals;
import io.filstore.filecoin.SignedMessage;
import io.filstore.filecoin.mk12.AskRequest;
import io.filstore.filecoin.mk12.AskResponse;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.DealResponse;
import io.filstore.filecoin.mk12.DealStatusRequest;
import io.filstore.filecoin.mk12.DealStatusResponse;
import io.filstore.piece.PieceToken;
import java.util.function.Function;

class FilecoinFuzzTest {
  @FuzzTest
  void texts(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    Hostile.read(() -> FilAddress.parse(text))
        .ifPresent(address -> assertThat(FilAddress.fromBytes(address.bytes())).isEqualTo(address));
    Hostile.read(() -> Multiaddr.parse(text))
        .ifPresent(address -> assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address));
    Hostile.read(() -> AttoFil.parse(text));
    Hostile.read(() -> PieceToken.parse(text));
  }

  @FuzzTest
  void addresses(byte[] bytes) {
    Hostile.read(() -> FilAddress.fromBytes(bytes))
        .ifPresent(address -> {
          assertThat(address.bytes()).isEqualTo(bytes);
          assertThat(FilAddress.parse(address.toString())).isEqualTo(address);
        });
    Hostile.read(() -> Multiaddr.decode(bytes))
        .ifPresent(address -> {
          assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
          address.httpBase().ifPresent(url -> assertThat(url.getScheme()).startsWith("http"));
        });
  }

  /** What the chain keeps has one form. */
  @FuzzTest
  void chainObjects(byte[] bytes) {
    same(bytes, Message::decode, Message::cbor);
    same(bytes, SignedMessage::decode, SignedMessage::cbor);
    same(bytes, DealProposal::decode, DealProposal::cbor);
    same(bytes, ClientDealProposal::decode, ClientDealProposal::cbor);
    // Run lengths are written shortest and read as peers write them.
    stable(bytes, PublishStorageDeals.Return::decode, PublishStorageDeals.Return::cbor);
  }

  private static <T> void same(byte[] bytes, Function<byte[], T> read, Function<T, byte[]> write) {
    Hostile.read(() -> read.apply(bytes))
        .ifPresent(object -> assertThat(write.apply(object)).isEqualTo(bytes));
  }

  /** What peers say may hold more than we read, but what we write we read. */
  @FuzzTest
  void dealMessages(byte[] bytes) {
    stable(bytes, AskRequest::decode, AskRequest::cbor);
    stable(bytes, AskResponse::decode, AskResponse::cbor);
    stable(bytes, DealParams::decode, DealParams::cbor);
    stable(bytes, DealResponse::decode, DealResponse::cbor);
    stable(bytes, DealStatusRequest::decode, DealStatusRequest::cbor);
    stable(bytes, DealStatusResponse::decode, DealStatusResponse::cbor);
  }

  private static <T> void stable(
      byte[] bytes, Function<byte[], T> read, Function<T, byte[]> write) {
    Hostile.read(() -> write.apply(read.apply(bytes)))
        .ifPresent(written -> assertThat(write.apply(read.apply(written))).isEqualTo(written));
  }
}
