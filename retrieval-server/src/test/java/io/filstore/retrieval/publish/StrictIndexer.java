package io.filstore.retrieval.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ipni.AdBlock;
import io.filstore.ipni.AdDraft;
import io.filstore.ipni.Advertisement;
import io.filstore.ipni.EntryChunk;
import io.filstore.ipni.ExtendedProvider;
import io.filstore.ipni.ExtendedProviders;
import io.filstore.ipni.SignedHead;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a publisher's chain as an indexer does, over HTTP and from the head back to what it has
 * seen, and takes nothing on trust: digests, signatures, the order of everything.
 */
final class StrictIndexer {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI publisher;
  private final PeerId expected;

  /** Advertisements in their order. */
  final List<Cid> chain = new ArrayList<>();

  /** What is to be had, by context id in hex. */
  final Map<String, Set<Multihash>> contexts = new HashMap<>();

  final Map<String, String> metadata = new HashMap<>();

  /** Numbers of entries in every chunk that was read. */
  final List<Integer> chunks = new ArrayList<>();

  List<String> addresses = List.of();

  /** Who else has everything, by peer id: addresses and, in hex, metadata. */
  final Map<String, String> extended = new HashMap<>();

  /** Advertisements that said so. */
  int extensions;

  StrictIndexer(int port, String peer) {
    this.publisher = URI.create("http://127.0.0.1:" + port + "/ipni/v1/ad/");
    this.expected = PeerId.parse(peer);
  }

  /** Reads what is new; what was read before must still be a part of the chain. */
  StrictIndexer sync() throws Exception {
    HttpResponse<byte[]> answer = get("head", "Advertisement");
    if (answer.statusCode() == 204) {
      assertThat(chain).as("a chain does not become empty").isEmpty();
      return this;
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    SignedHead head = SignedHead.decode(answer.body());
    assertThat(head.publisher()).isEqualTo(expected);
    assertThat(head.topic()).isEqualTo("/indexer/ingest/mainnet");
    Deque<Advertisement> fresh = new ArrayDeque<>();
    Deque<Cid> cids = new ArrayDeque<>();
    Optional<Cid> known = chain.isEmpty() ? Optional.empty() : Optional.of(chain.getLast());
    Cid at = head.head();
    while (at != null && !known.equals(Optional.of(at))) {
      Advertisement ad = Advertisement.decode(block(at, "Advertisement"));
      fresh.push(ad);
      cids.push(at);
      at = ad.said().previous();
    }
    assertThat(Optional.ofNullable(at).equals(known))
        .as("the chain goes on from what was read before")
        .isTrue();
    chain.addAll(cids);
    for (Advertisement ad : fresh) {
      ingest(ad);
    }
    assertThat(chain).doesNotHaveDuplicates();
    return this;
  }

  private void ingest(Advertisement ad) throws Exception {
    AdDraft said = ad.said();
    assertThat(ad.publisher()).isEqualTo(expected);
    assertThat(said.provider()).isEqualTo(expected);
    assertThat(said.addresses()).isNotEmpty();
    addresses = said.addresses();
    if (ad.extended() != null) {
      extend(ad.extended(), said);
    }
    String context = HexFormat.of().formatHex(said.contextId());
    if (said.removes()) {
      assertThat(said.entries()).isEqualTo(Advertisement.NO_ENTRIES);
      assertThat(contexts.remove(context)).as("only what was listed is removed").isNotNull();
      metadata.remove(context);
      return;
    }
    if (said.metadata().length == 0) {
      assertThat(said.entries()).isEqualTo(Advertisement.NO_ENTRIES);
      return;
    }
    metadata.put(context, HexFormat.of().formatHex(said.metadata()));
    if (said.entries().equals(Advertisement.NO_ENTRIES)) {
      assertThat(contexts).containsKey(context);
      return;
    }
    assertThat(contexts).as("listed once").doesNotContainKey(context);
    contexts.put(context, entries(said.entries()));
  }

  /** Their signatures are verified with that of the advertisement. What was said before is over. */
  private void extend(ExtendedProviders all, AdDraft said) {
    assertThat(said.contextId()).as("for the whole chain").isEmpty();
    assertThat(said.metadata()).isEmpty();
    assertThat(all.providers()).extracting(ExtendedProvider::provider).doesNotHaveDuplicates();
    extensions++;
    extended.clear();
    for (ExtendedProvider one : all.providers()) {
      assertThat(one.addresses()).isNotEmpty();
      if (one.provider().equals(said.provider())) {
        assertThat(one.addresses()).isEqualTo(said.addresses());
        assertThat(one.metadata()).as("or we are named twice").isEmpty();
      } else {
        extended.put(
            one.provider().toString(),
            String.join(" ", one.addresses()) + " " + HexFormat.of().formatHex(one.metadata()));
      }
    }
  }

  private Set<Multihash> entries(Cid last) throws Exception {
    List<Multihash> inOrder = new ArrayList<>();
    for (Cid at = last; at != null; ) {
      EntryChunk chunk = EntryChunk.decode(block(at, "EntryChunk"));
      chunks.add(chunk.entries().size());
      inOrder.addAll(0, chunk.entries());
      at = chunk.next();
    }
    for (Multihash entry : inOrder) {
      assertThat(entry.code()).isNotEqualTo(Multihash.IDENTITY);
    }
    List<Multihash> sorted = new ArrayList<>(inOrder);
    sorted.sort((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));
    assertThat(inOrder).isEqualTo(sorted).doesNotHaveDuplicates();
    return new HashSet<>(inOrder);
  }

  /** Decoding it checks the digest. */
  private AdBlock block(Cid cid, String type) throws Exception {
    HttpResponse<byte[]> answer = get(cid.toString(), type);
    assertThat(answer.statusCode()).as(cid.toString()).isEqualTo(200);
    return new AdBlock(cid, answer.body());
  }

  private HttpResponse<byte[]> get(String name, String type) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(publisher.resolve(name))
            .header("Ipni-Cid-Schema-Type", type)
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
