package io.filstore.ipni;

import io.filstore.ipld.Node;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Multihash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One more provider of the same content, signed by itself.
 *
 * @param signature envelope over the advertisement and this entry; made by {@link AdDraft#extend}
 */
public record ExtendedProvider(
    PeerId provider, List<String> addresses, byte[] metadata, byte[] signature) {

  private static final Set<String> FIELDS = Set.of("ID", "Addresses", "Metadata", "Signature");

  public ExtendedProvider {
    addresses = List.copyOf(addresses);
  }

  /** The hash of what it signs (go-libipni ingest/schema/envelope.go). */
  byte[] payload(AdDraft ad, boolean override) {
    return Multihash.sha256(
            new Joined()
                .link(ad.previous())
                .link(ad.entries())
                .text(ad.provider().toString())
                .bytes(ad.contextId())
                .text(provider.toString())
                .texts(addresses)
                .bytes(metadata)
                .flag(override)
                .all())
        .bytes();
  }

  Node node() {
    Map<String, Node> fields = new LinkedHashMap<>();
    fields.put("Addresses", Advertisement.texts(addresses));
    fields.put("ID", new Node.Text(provider.toString()));
    fields.put("Metadata", new Node.Bytes(metadata));
    fields.put("Signature", new Node.Bytes(signature));
    return new Node.Map(fields);
  }

  static ExtendedProvider of(Node node) {
    Fields fields = Fields.of("extended provider", node, FIELDS);
    return new ExtendedProvider(
        fields.peer("ID"),
        fields.texts("Addresses"),
        fields.bytes("Metadata"),
        fields.bytes("Signature"));
  }
}
