package io.filstore.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multihash;
import io.filstore.multiformats.Varint;
import io.filstore.piece.PieceCid;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

class IdentifiersFuzzTest {
  private static final byte[] BLOCK = "block".getBytes(UTF_8);

  @FuzzTest
  void varint(byte[] bytes) {
    Optional<Long> value = Hostile.read(() -> Varint.read(ByteBuffer.wrap(bytes)));
    Optional<Long> streamed = Hostile.read(() -> Varint.read(new ByteArrayInputStream(bytes)));
    assertThat(streamed.filter(read -> read >= 0)).isEqualTo(value);
    value.ifPresent(read -> {
      ByteBuffer again = ByteBuffer.allocate(Varint.length(read));
      Varint.put(again, read);
      assertThat(bytes).startsWith(again.array());
    });
  }

  @FuzzTest
  void multibase(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    Hostile.read(() -> Multibase.decode(text))
        .ifPresent(read ->
            assertThat(Arrays.stream(Multibase.values()).map(base -> base.encode(read)))
                .contains(text));
  }

  @FuzzTest
  void cidText(byte[] bytes) {
    Hostile.read(() -> Cid.parse(new String(bytes, UTF_8)))
        .ifPresent(cid -> {
          assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
          assertThat(Cid.decode(cid.bytes())).isEqualTo(cid);
        });
  }

  @FuzzTest
  void cidBytes(byte[] bytes) {
    Hostile.read(() -> Cid.decode(bytes))
        .ifPresent(cid -> {
          assertThat(cid.bytes()).isEqualTo(bytes);
          assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
          assertThat(cid.multihash().verify(BLOCK)).isNotNull();
          assertThat(cid.toV1().toV0().map(Cid::toV1).orElse(cid.toV1())).isEqualTo(cid.toV1());
        });
  }

  @FuzzTest
  void multihash(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Hostile.read(() -> Multihash.read(in))
        .ifPresent(hash -> assertThat(Arrays.copyOf(bytes, in.position())).isEqualTo(hash.bytes()));
  }

  @FuzzTest
  void pieceCid(byte[] bytes) {
    Hostile.read(() -> PieceCid.of(Cid.decode(bytes)))
        .ifPresent(piece -> {
          assertThat(piece.cid().bytes()).isEqualTo(bytes);
          assertThat(PieceCid.parse(piece.toString())).isEqualTo(piece);
          assertThat(PieceCid.of(piece.v1()).root()).isEqualTo(piece.root());
        });
  }
}
