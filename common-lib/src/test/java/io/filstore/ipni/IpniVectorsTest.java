package io.filstore.ipni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.Multiaddr;
import io.filstore.fixtures.Fixtures;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Byte for byte what the npm package of web3-storage writes and go-libipni checks. */
class IpniVectorsTest {
  private final JsonNode vectors = Fixtures.json("ipni/vectors.json");
  private final Ed25519Key key = key("ed25519SeedHex", vectors);

  @Test
  void entryChunks() {
    JsonNode one = vectors.at("/entryChunk");
    List<Multihash> entries =
        one.at("/contentsUtf8")
            .valueStream()
            .map(content -> Multihash.sha256(content.asString().getBytes(UTF_8)))
            .toList();
    EntryChunk chunk = new EntryChunk(entries, null);
    is(chunk.dagJson(), one);
    assertThat(chunk.dagCbor().cid()).hasToString(text(one, "/dagCborCid"));
    assertThat(chunk.dagCbor().bytes()).isEqualTo(hex(one, "/dagCborHex"));
    assertThat(EntryChunk.decode(chunk.dagJson())).isEqualTo(chunk);
    assertThat(EntryChunk.decode(chunk.dagCbor())).isEqualTo(chunk);

    JsonNode second = vectors.at("/entryChunkWithNext");
    AdBlock expected = block(second);
    EntryChunk read = EntryChunk.decode(expected);
    assertThat(read.next()).isEqualTo(chunk.dagJson().cid());
    is(read.dagJson(), second);
  }

  @Test
  void advertisements() {
    Cid entries = Cid.parse(text(vectors, "/entryChunk/dagJsonCid"));
    Cid more = Cid.parse(text(vectors, "/entryChunkWithNext/dagJsonCid"));
    AdDraft draft = draft(null, entries, "deal-1", false);
    Advertisement first = draft.sign(key);
    JsonNode expected = vectors.at("/firstAd");
    assertThat(Advertisement.payload(draft))
        .isEqualTo(hex(expected, "/payloadMultihashHex"))
        .isEqualTo(Multihash.sha256(hex(expected, "/signedBytesHex")).bytes());
    assertThat(first.signature()).isEqualTo(hex(expected, "/envelopeHex"));
    is(first.dagJson(), expected);

    Advertisement second = draft(first.dagJson().cid(), more, "deal-1-b", false).sign(key);
    is(second.dagJson(), vectors.at("/secondAd"));

    Advertisement removal =
        draft(second.dagJson().cid(), Advertisement.NO_ENTRIES, "deal-1", true).sign(key);
    is(removal.dagJson(), vectors.at("/removeAd"));
    assertThat(Advertisement.decode(removal.dagJson()).publisher()).isEqualTo(key.peerId());
  }

  @Test
  void extendedProviders() {
    JsonNode expected = vectors.at("/extendedProviderAd");
    Ed25519Key second = key("secondSeedHex", expected);
    AdDraft draft =
        draft(Cid.parse(text(expected, "/previous")), Advertisement.NO_ENTRIES, "", false);
    byte[] bitswap = HexFormat.of().parseHex("8012");
    ExtendedProviders all =
        new ExtendedProviders(
            List.of(
                draft.extend(key, draft.addresses(), draft.metadata(), false),
                draft.extend(second, List.of("/ip4/203.0.113.9/tcp/4001"), bitswap, false)),
            false);
    for (int i = 0; i < 2; i++) {
      assertThat(all.providers().get(i).payload(draft, false))
          .isEqualTo(Multihash.sha256(hex(expected, "/signedBytesHexPerProvider/" + i)).bytes());
    }
    Advertisement ad = draft.sign(key, all);
    is(ad.dagJson(), expected);
    assertThat(Advertisement.decode(block(expected)).publisher()).isEqualTo(key.peerId());
  }

  @Test
  void theSignedHead() {
    JsonNode expected = vectors.at("/signedHead");
    SignedHead head = SignedHead.sign(Cid.parse(text(expected, "/head")), SignedHead.MAINNET, key);
    assertThat(head.signature()).isEqualTo(hex(expected, "/sigHex"));
    assertThat(new String(head.dagJson(), UTF_8)).isEqualTo(text(expected, "/dagJson"));
    assertThat(SignedHead.decode(head.dagJson()).publisher()).isEqualTo(key.peerId());
  }

  @Test
  void theAnnouncement() {
    JsonNode expected = vectors.at("/announce");
    Multiaddr address = Multiaddr.parse(text(vectors, "/address") + "/p2p/" + key.peerId());
    assertThat(address.bytes()).isEqualTo(hex(expected, "/multiaddrHex"));
    Cid head = Cid.parse(text(vectors, "/signedHead/head"));
    assertThat(new Announcement(head, List.of(address)).cbor())
        .isEqualTo(hex(expected, "/cborHex"));
  }

  private AdDraft draft(@Nullable Cid previous, Cid entries, String context, boolean removes) {
    return new AdDraft(
        previous,
        key.peerId(),
        List.of(text(vectors, "/address")),
        entries,
        context.getBytes(UTF_8),
        hex(vectors, "/metadataHex"),
        removes);
  }

  private static void is(AdBlock block, JsonNode expected) {
    assertThat(new String(block.bytes(), UTF_8)).isEqualTo(text(expected, "/dagJson"));
    assertThat(block.cid()).hasToString(text(expected, "/dagJsonCid"));
  }

  private static AdBlock block(JsonNode expected) {
    return new AdBlock(
        Cid.parse(text(expected, "/dagJsonCid")), text(expected, "/dagJson").getBytes(UTF_8));
  }

  private static Ed25519Key key(String name, JsonNode in) {
    return Ed25519Key.ofSeed(hex(in, "/" + name));
  }

  private static String text(JsonNode in, String path) {
    return in.at(path).asString();
  }

  private static byte[] hex(JsonNode in, String path) {
    return HexFormat.of().parseHex(text(in, path));
  }
}
