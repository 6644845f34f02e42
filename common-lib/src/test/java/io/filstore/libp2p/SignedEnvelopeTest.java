package io.filstore.libp2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The facts are those of a well-known key, as js-libp2p has them. */
class SignedEnvelopeTest {
  private static final byte[] SEED =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final Ed25519Key KEY = Ed25519Key.ofSeed(SEED);
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);

  private final SignedEnvelope sealed = SignedEnvelope.seal(KEY, "indexer", "/type", PAYLOAD);

  @Test
  void aKeyHasItsPeerIdInEveryForm() {
    assertThat(KEY.seed()).isEqualTo(SEED);
    assertThat(HexFormat.of().formatHex(KEY.publicKey()))
        .isEqualTo("0801122003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
    PeerId id = KEY.peerId();
    assertThat(id).hasToString("12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB");
    assertThat(id.cid())
        .hasToString("bafzaajaiaejcaa5ba677htqqxyoxbxiy45f4bglh4tldbg5fbvpr3xegmqjfkmny");
    assertThat(PeerId.parse(id.toString())).isEqualTo(id);
    assertThat(PeerId.parse(id.cid().toString())).isEqualTo(id);
    assertThat(PeerId.decode(id.bytes())).isEqualTo(id);
    assertThat(KEY.toString()).doesNotContain(HexFormat.of().formatHex(SEED));
  }

  @Test
  void aLongKeyIsNamedByItsHash() {
    byte[] rsa = new byte[300];
    assertThat(PeerId.of(rsa).multihash()).isEqualTo(Multihash.sha256(rsa));
    assertThat(PeerId.of(rsa).toString()).startsWith("Qm");
  }

  @Test
  void nothingElseIsAPeerId() {
    assertThatThrownBy(() -> PeerId.parse("")).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> PeerId.parse("12D3KooW")).isInstanceOf(FormatException.class);
    byte[] longer = Arrays.copyOf(KEY.peerId().bytes(), KEY.peerId().bytes().length + 1);
    assertThatThrownBy(() -> PeerId.decode(longer)).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> new PeerId(Multihash.of(Multihash.SHA2_512, new byte[64])))
        .hasMessageContaining("must be identity or sha2-256");
  }

  @Test
  void whatIsSealedIsReadBackAndHoldsInItsDomainAndTypeOnly() {
    SignedEnvelope read = SignedEnvelope.decode(sealed.bytes());
    assertThat(read.payload()).isEqualTo(PAYLOAD);
    assertThat(read.signer("indexer", "/type")).isEqualTo(KEY.peerId());
    assertThatThrownBy(() -> read.signer("other", "/type"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("wrong signature");
    assertThatThrownBy(() -> read.signer("indexer", "/other"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("payload type");
  }

  /** Every bit counts: each one is turned. */
  @Test
  void noBitCanBeTurned() {
    byte[] bytes = sealed.bytes();
    IntStream.range(0, bytes.length * 8)
        .forEach(bit -> {
          byte[] turned = bytes.clone();
          turned[bit / 8] ^= (byte) (1 << bit % 8);
          assertThatThrownBy(() -> SignedEnvelope.decode(turned).signer("indexer", "/type"))
              .as("bit %d", bit)
              .isInstanceOf(FormatException.class);
        });
  }

  @Test
  void fieldsThatAreMissingTwiceOrUnknownAreRefused() {
    byte[] bytes = sealed.bytes();
    assertThatThrownBy(() -> SignedEnvelope.decode(new byte[0])).hasMessageContaining("public key");
    assertThatThrownBy(() -> SignedEnvelope.decode(Arrays.copyOf(bytes, bytes.length - 66)))
        .hasMessageContaining("no signature");
    byte[] twice = Arrays.copyOf(bytes, bytes.length + 2);
    twice[bytes.length] = 0x0a;
    assertThatThrownBy(() -> SignedEnvelope.decode(twice)).hasMessageContaining("field 1 twice");
    byte[] unknown = Arrays.copyOf(bytes, bytes.length + 2);
    unknown[bytes.length] = 0x22;
    assertThatThrownBy(() -> SignedEnvelope.decode(unknown))
        .hasMessageContaining("unknown field 4");
  }

  @Test
  void aSeedOfAnotherLengthIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> Ed25519Key.ofSeed(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an ed25519 seed has 32 bytes, not 31");
  }
}
