package io.filstore.ipni;

import io.filstore.ipld.Node;
import io.filstore.libp2p.PeerId;
import io.filstore.libp2p.SignedEnvelope;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One link of a publisher's chain: which multihashes are to be had from whom and how, or no longer
 * (ipni/specs IPNI.md; go-libipni ingest/schema). The context id is not covered by the signature.
 *
 * @param signature the envelope's bytes
 * @param extended further providers; absent where there are none
 */
public record Advertisement(AdDraft said, byte[] signature, @Nullable ExtendedProviders extended) {

  public static final int MAX_CONTEXT_ID = 64;
  public static final int MAX_METADATA = 1024;

  /** Stands for "no entries": CIDv1 raw, SHA-256 of nothing cut to 16 bytes. */
  public static final Cid NO_ENTRIES = Cid.parse("bafkreehdwdcefgh4dqkjv67uzcmw7oje");

  static final String DOMAIN = "indexer";
  static final String TYPE = "/indexer/ingest/adSignature";

  private static final String NAME = "advertisement";
  private static final String PREVIOUS = "PreviousID";
  private static final String EXTENDED = "ExtendedProvider";
  private static final Set<String> FIELDS =
      Set.of(
          PREVIOUS,
          "Provider",
          "Addresses",
          "Signature",
          "Entries",
          "ContextID",
          "Metadata",
          "IsRm",
          EXTENDED);

  /** The hash of what is signed. */
  static byte[] payload(AdDraft ad) {
    return Multihash.sha256(
            new Joined()
                .link(ad.previous())
                .link(ad.entries())
                .text(ad.provider().toString())
                .texts(ad.addresses())
                .bytes(ad.metadata())
                .flag(ad.removes())
                .all())
        .bytes();
  }

  /** As indexers fetch it. */
  public AdBlock dagJson() {
    Map<String, Node> fields = new LinkedHashMap<>();
    fields.put("Addresses", texts(said.addresses()));
    fields.put("ContextID", new Node.Bytes(said.contextId()));
    fields.put("Entries", new Node.Link(said.entries()));
    if (extended != null) {
      fields.put(EXTENDED, extended.node());
    }
    fields.put("IsRm", new Node.Bool(said.removes()));
    fields.put("Metadata", new Node.Bytes(said.metadata()));
    if (said.previous() != null) {
      fields.put(PREVIOUS, new Node.Link(said.previous()));
    }
    fields.put("Provider", new Node.Text(said.provider().toString()));
    fields.put("Signature", new Node.Bytes(signature));
    return AdBlock.dagJson(new Node.Map(fields));
  }

  /**
   * Reads an advertisement; its signatures are another matter.
   *
   * @throws FormatException for bytes that are not the CID's, or no advertisement
   */
  public static Advertisement decode(AdBlock block) {
    Fields fields = block.fields(NAME, FIELDS);
    byte[] contextId = fields.bytes("ContextID");
    byte[] metadata = fields.bytes("Metadata");
    require(contextId.length <= MAX_CONTEXT_ID, "the context id is longer than " + MAX_CONTEXT_ID);
    require(metadata.length <= MAX_METADATA, "the metadata is longer than " + MAX_METADATA);
    return new Advertisement(
        new AdDraft(
            fields.linkOrNone(PREVIOUS),
            fields.peer("Provider"),
            fields.texts("Addresses"),
            fields.link("Entries"),
            contextId,
            metadata,
            fields.bool("IsRm")),
        fields.bytes("Signature"),
        fields.has(EXTENDED) ? ExtendedProviders.of(fields.node(EXTENDED)) : null);
  }

  /**
   * Who published it: the provider, or somebody whom an indexer has to know as its publisher.
   *
   * @throws FormatException for a signature that does not hold, its own or that of an extended
   *     provider
   */
  public PeerId publisher() {
    SignedEnvelope envelope = SignedEnvelope.decode(signature);
    require(Arrays.equals(envelope.payload(), payload(said)), "something else is signed");
    PeerId signer = envelope.signer(DOMAIN, TYPE);
    if (extended != null) {
      extended.verify(said);
    }
    return signer;
  }

  static Node texts(List<String> texts) {
    return new Node.List(texts.stream().<Node>map(Node.Text::new).toList());
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new FormatException(NAME + ": " + otherwise);
    }
  }
}
