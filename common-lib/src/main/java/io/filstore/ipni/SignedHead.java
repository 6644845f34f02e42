package io.filstore.ipni;

import io.filstore.ipld.DagJson;
import io.filstore.ipld.Node;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.Map;
import java.util.Set;

/**
 * The newest advertisement of a chain, as {@code /ipni/v1/ad/head} tells it (go-libipni
 * dagsync/ipnisync/head).
 *
 * @param publicKey of the publisher, its protobuf form
 */
public record SignedHead(Cid head, String topic, byte[] publicKey, byte[] signature) {

  public static final String MAINNET = "/indexer/ingest/mainnet";

  /** A head is a few hundred bytes. */
  private static final int MAX_BYTES = 4_096;

  private static final String NAME = "signed head";

  public static SignedHead sign(Cid head, String topic, Ed25519Key publisher) {
    return new SignedHead(
        head, topic, publisher.publicKey(), publisher.sign(signedBytes(head, topic)));
  }

  /** The body of the answer. */
  public byte[] dagJson() {
    return DagJson.encode(
        new Node.Map(
            Map.of(
                "head",
                new Node.Link(head),
                "pubkey",
                new Node.Bytes(publicKey),
                "sig",
                new Node.Bytes(signature),
                "topic",
                new Node.Text(topic))));
  }

  /**
   * Reads an answer.
   *
   * @throws FormatException for anything but a head
   */
  public static SignedHead decode(byte[] dagJson) {
    if (dagJson.length > MAX_BYTES) {
      throw new FormatException(
          "%s has %d bytes, at most %d".formatted(NAME, dagJson.length, MAX_BYTES));
    }
    Fields fields =
        Fields.of(NAME, DagJson.decode(dagJson), Set.of("head", "topic", "pubkey", "sig"));
    return new SignedHead(
        fields.link("head"), fields.text("topic"), fields.bytes("pubkey"), fields.bytes("sig"));
  }

  /**
   * Who signed it.
   *
   * @throws FormatException for a signature that does not hold
   */
  public PeerId publisher() {
    if (!Ed25519Key.verifies(publicKey, signedBytes(head, topic), signature)) {
      throw new FormatException(NAME + " has a wrong signature");
    }
    return PeerId.of(publicKey);
  }

  private static byte[] signedBytes(Cid head, String topic) {
    return new Joined().link(head).text(topic).all();
  }
}
