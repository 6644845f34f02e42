package io.filstore.ipni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.filecoin.Multiaddr;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a publisher says, and what is not believed. */
class AdvertisementTest {
  private static final Ed25519Key KEY =
      Ed25519Key.ofSeed(
          HexFormat.of()
              .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
  private static final Ed25519Key OTHER = Ed25519Key.ofSeed(new byte[32]);
  private static final List<String> ADDRESSES = List.of("/dns4/gw.example.org/tcp/443/https");
  private static final byte[] METADATA = HexFormat.of().parseHex("a01200");

  private final AdDraft draft = draft("deal-1", Advertisement.NO_ENTRIES, false);

  private static AdDraft draft(String context, Cid entries, boolean removes) {
    return new AdDraft(
        null, KEY.peerId(), ADDRESSES, entries, context.getBytes(UTF_8), METADATA, removes);
  }

  /** A fact of the shared vectors, so that a fresh clone has one. */
  @Test
  void theFirstAdvertisementOfAWellKnownKeyHasItsCid() {
    List<Multihash> abc =
        List.of("a", "b", "c").stream().map(c -> Multihash.sha256(c.getBytes(UTF_8))).toList();
    List<AdBlock> chunks = EntryChunk.chain(abc, EntryChunk.USUAL_ENTRIES);
    assertThat(chunks)
        .singleElement()
        .extracting(block -> block.cid().toString())
        .isEqualTo("baguqeera2yhf7omoz6prjweeuzdmtleg7vcrybrgjtpxcps46fgpxb7d4jpa");
    assertThat(draft("deal-1", chunks.getFirst().cid(), false).sign(KEY).dagJson().cid())
        .hasToString("baguqeera7ejwkajigdov6oyzm5wjui73huzl3xsdzf6wnfqc7kgsfe3xzbdq");
  }

  @Test
  void aChainOfChunksEndsWithTheOneToPointAt() {
    List<Multihash> many =
        IntStream.range(0, 25).mapToObj(i -> Multihash.sha256(new byte[] {(byte) i})).toList();
    List<AdBlock> chunks = EntryChunk.chain(many, 10);
    assertThat(chunks).hasSize(3);
    EntryChunk last = EntryChunk.decode(chunks.get(2));
    assertThat(last.entries()).isEqualTo(many.subList(20, 25));
    assertThat(last.next()).isEqualTo(chunks.get(1).cid());
    assertThat(EntryChunk.decode(chunks.getFirst()).next()).isNull();
    assertThat(EntryChunk.chain(List.of(), 10)).isEmpty();
  }

  @Test
  void bytesThatAreNotTheCidsAreRefused() {
    AdBlock good = draft.sign(KEY).dagJson();
    byte[] turned = good.bytes().clone();
    turned[20] ^= 1;
    assertThatThrownBy(() -> Advertisement.decode(new AdBlock(good.cid(), turned)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("another hash");
    byte[] text = "{\"Entries\":[1]}".getBytes(UTF_8);
    AdBlock chunk = new AdBlock(Cid.sha256(Cid.DAG_JSON, text), text);
    assertThatThrownBy(() -> EntryChunk.decode(chunk)).hasMessageContaining("no bytes");
    assertThatThrownBy(() -> Advertisement.decode(chunk))
        .hasMessage("advertisement: ContextID is missing, must be bytes");
    byte[] more = "{\"Entries\":[],\"Other\":1}".getBytes(UTF_8);
    assertThatThrownBy(() -> EntryChunk.decode(new AdBlock(Cid.sha256(Cid.DAG_JSON, more), more)))
        .hasMessage("entry chunk has other fields than [Entries, Next]");
    AdBlock raw = new AdBlock(Cid.sha256(Cid.RAW, text), text);
    assertThatThrownBy(() -> EntryChunk.decode(raw)).hasMessageContaining("codec 0x55");
    byte[] large = new byte[AdBlock.MAX_BYTES + 1];
    assertThatThrownBy(() -> EntryChunk.decode(new AdBlock(Cid.sha256(Cid.DAG_JSON, large), large)))
        .hasMessageContaining("at most");
  }

  @Test
  void whatIsSaidInAnothersNameShowsWhoSignedIt() {
    assertThat(draft.sign(OTHER).publisher()).isEqualTo(OTHER.peerId());
    Advertisement signed = draft.sign(KEY);
    Advertisement changed =
        new Advertisement(
            draft("deal-1", Advertisement.NO_ENTRIES, true), signed.signature(), null);
    assertThatThrownBy(changed::publisher)
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("something else is signed");
  }

  @Test
  void extendedProvidersSpeakForThemselvesAndOnlyWhereTheyMay() {
    ExtendedProvider own = draft.extend(KEY, ADDRESSES, METADATA, false);
    ExtendedProvider other = draft.extend(OTHER, ADDRESSES, METADATA, false);
    assertThat(publisher(draft, List.of(own, other), false)).isEqualTo(KEY.peerId().toString());
    assertThat(publisher(draft, List.of(other), false)).contains("not among the extended ones");
    ExtendedProvider stolen =
        new ExtendedProvider(KEY.peerId(), ADDRESSES, METADATA, other.signature());
    assertThat(publisher(draft, List.of(stolen), false)).contains("signed something else");
    assertThat(publisher(draft, List.of(own), true)).contains("signed something else");

    AdDraft everywhere = draft("", Advertisement.NO_ENTRIES, false);
    ExtendedProvider override = everywhere.extend(KEY, ADDRESSES, METADATA, true);
    assertThat(publisher(everywhere, List.of(override), true)).contains("needs a context id");
    AdDraft removal = draft("deal-1", Advertisement.NO_ENTRIES, true);
    ExtendedProvider gone = removal.extend(KEY, ADDRESSES, METADATA, false);
    assertThat(publisher(removal, List.of(gone), false)).contains("a removal has no");
  }

  /** The publisher, or why it is not told. */
  private static String publisher(
      AdDraft draft, List<ExtendedProvider> providers, boolean override) {
    Advertisement ad = draft.sign(KEY, new ExtendedProviders(providers, override));
    try {
      return Advertisement.decode(ad.dagJson()).publisher().toString();
    } catch (FormatException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void whatIsTooLongIsNotSaid() {
    assertThatThrownBy(() -> draft("x".repeat(65), Advertisement.NO_ENTRIES, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("context id has 65 bytes, at most 64");
  }

  @Test
  void aHeadOfAnotherTopicOrChainIsNotBelieved() {
    Cid head = draft.sign(KEY).dagJson().cid();
    SignedHead signed = SignedHead.sign(head, SignedHead.MAINNET, KEY);
    SignedHead moved =
        new SignedHead(
            Advertisement.NO_ENTRIES, signed.topic(), KEY.publicKey(), signed.signature());
    assertThatThrownBy(moved::publisher).hasMessageContaining("wrong signature");
    SignedHead elsewhere = new SignedHead(head, "/other", KEY.publicKey(), signed.signature());
    assertThatThrownBy(elsewhere::publisher).hasMessageContaining("wrong signature");
    assertThatThrownBy(() -> SignedHead.decode(new byte[5_000])).hasMessageContaining("at most");
    assertThatThrownBy(() -> SignedHead.decode("[]".getBytes(UTF_8)))
        .hasMessageContaining("no map");
  }

  @Test
  void anAnnouncementSaysWhosePublisherItIs() {
    Multiaddr bare = Multiaddr.parse(ADDRESSES.getFirst());
    assertThatThrownBy(() -> new Announcement(Advertisement.NO_ENTRIES, List.of(bare)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/p2p/");
  }

  @Test
  void metadataNamesProtocolsInTheirOrder() {
    Set<RetrievalProtocol> both =
        EnumSet.of(RetrievalProtocol.PIECE_HTTP, RetrievalProtocol.TRUSTLESS_GATEWAY);
    byte[] metadata = RetrievalProtocol.encode(both);
    assertThat(HexFormat.of().formatHex(metadata)).isEqualTo("a01200b01200");
    assertThat(RetrievalProtocol.decode(metadata)).isEqualTo(both);
    assertThat(RetrievalProtocol.decode(new byte[0])).isEmpty();
    assertThatThrownBy(() -> RetrievalProtocol.decode(Arrays.copyOf(metadata, 2)))
        .isInstanceOf(FormatException.class);
  }

  /** The map that providers wrote behind graphsync, and then something that nobody knows. */
  @Test
  void metadataOfOthersIsReadUpToWhatIsUnknown() {
    byte[] metadata = HexFormat.of().parseHex("80129012a16c56657269666965644465616cf5a01200ff7f00");
    assertThat(RetrievalProtocol.decode(metadata))
        .containsExactly(
            RetrievalProtocol.BITSWAP,
            RetrievalProtocol.GRAPHSYNC,
            RetrievalProtocol.TRUSTLESS_GATEWAY);
    assertThatThrownBy(() -> RetrievalProtocol.encode(Set.of(RetrievalProtocol.GRAPHSYNC)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
