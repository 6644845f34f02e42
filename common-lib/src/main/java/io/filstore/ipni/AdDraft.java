package io.filstore.ipni;

import io.filstore.libp2p.Ed25519Key;
import io.filstore.libp2p.PeerId;
import io.filstore.libp2p.SignedEnvelope;
import io.filstore.multiformats.Cid;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an advertisement is to say, without signatures.
 *
 * @param previous the advertisement before; absent for the first
 * @param provider who serves the content
 * @param addresses multiaddrs where
 * @param entries the last written chunk, or {@link Advertisement#NO_ENTRIES}
 * @param contextId under which it is updated and removed, at most 64 bytes
 * @param metadata {@link RetrievalProtocol} and others, at most 1024 bytes
 * @param removes whether what was said under the context id is taken back
 */
public record AdDraft(
    @Nullable Cid previous,
    PeerId provider,
    List<String> addresses,
    Cid entries,
    byte[] contextId,
    byte[] metadata,
    boolean removes) {

  private static final String EXTENDED_TYPE = "/indexer/ingest/extendedProviderSignature";

  public AdDraft {
    addresses = List.copyOf(addresses);
    atMost("context id", contextId, Advertisement.MAX_CONTEXT_ID);
    atMost("metadata", metadata, Advertisement.MAX_METADATA);
  }

  private static void atMost(String what, byte[] value, int most) {
    if (value.length > most) {
      throw new IllegalArgumentException(
          "%s has %d bytes, at most %d".formatted(what, value.length, most));
    }
  }

  /** Signed by the publisher, which is often the provider itself. */
  public Advertisement sign(Ed25519Key publisher) {
    return sign(publisher, null);
  }

  /**
   * The same with further providers of the content.
   *
   * @param extended made by {@link #extend}; the provider of the advertisement is among them
   */
  public Advertisement sign(Ed25519Key publisher, @Nullable ExtendedProviders extended) {
    byte[] envelope =
        SignedEnvelope.seal(
                publisher, Advertisement.DOMAIN, Advertisement.TYPE, Advertisement.payload(this))
            .bytes();
    return new Advertisement(this, envelope, extended);
  }

  /**
   * A provider's own word that it serves the content, too.
   *
   * @param override whether the list takes the place of the one for all contexts
   */
  public ExtendedProvider extend(
      Ed25519Key key, List<String> addresses, byte[] metadata, boolean override) {
    ExtendedProvider unsigned =
        new ExtendedProvider(key.peerId(), addresses, metadata, new byte[0]);
    byte[] envelope =
        SignedEnvelope.seal(
                key, Advertisement.DOMAIN, EXTENDED_TYPE, unsigned.payload(this, override))
            .bytes();
    return new ExtendedProvider(key.peerId(), addresses, metadata, envelope);
  }

  /** Who signed for the extended provider. */
  PeerId signer(ExtendedProvider extended, boolean override) {
    SignedEnvelope envelope = SignedEnvelope.decode(extended.signature());
    Advertisement.require(
        Arrays.equals(envelope.payload(), extended.payload(this, override)),
        "extended provider " + extended.provider() + " has signed something else");
    return envelope.signer(Advertisement.DOMAIN, EXTENDED_TYPE);
  }
}
