package io.filstore.libp2p;

import io.filstore.ipld.ProtobufReader;
import io.filstore.ipld.ProtobufWriter;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A payload with its type and a signature that holds in one domain only (libp2p specs RFC 0002).
 *
 * @param publicKey of the signer, its protobuf form
 * @param payloadType by convention a path
 */
public record SignedEnvelope(
    byte[] publicKey, byte[] payloadType, byte[] payload, byte[] signature) {

  private static final String NAME = "signed envelope";
  private static final int PUBLIC_KEY = 1;
  private static final int PAYLOAD_TYPE = 2;
  private static final int PAYLOAD = 3;
  private static final int SIGNATURE = 5;

  /** Signs the payload. */
  public static SignedEnvelope seal(
      Ed25519Key key, String domain, String payloadType, byte[] payload) {
    byte[] type = utf8(payloadType);
    return new SignedEnvelope(
        key.publicKey(), type, payload, key.sign(signedBytes(domain, type, payload)));
  }

  /**
   * Reads the protobuf form.
   *
   * @throws FormatException for fields that are missing, repeated or unknown
   */
  public static SignedEnvelope decode(byte[] bytes) {
    byte[][] fields = new byte[SIGNATURE + 1][];
    ProtobufReader in = new ProtobufReader(ByteBuffer.wrap(bytes), NAME);
    while (in.next()) {
      int field = in.field();
      if (field > SIGNATURE || field == PAYLOAD + 1) {
        throw in.problem("has an unknown field " + field);
      }
      if (fields[field] != null) {
        throw in.problem("has field " + field + " twice");
      }
      fields[field] = in.bytes();
    }
    return new SignedEnvelope(
        present(fields[PUBLIC_KEY], "public key"),
        present(fields[PAYLOAD_TYPE], "payload type"),
        present(fields[PAYLOAD], "payload"),
        present(fields[SIGNATURE], "signature"));
  }

  /** The protobuf form. */
  public byte[] bytes() {
    ByteBuffer out =
        ByteBuffer.allocate(
            ProtobufWriter.fieldLength(publicKey.length)
                + ProtobufWriter.fieldLength(payloadType.length)
                + ProtobufWriter.fieldLength(payload.length)
                + ProtobufWriter.fieldLength(signature.length));
    ProtobufWriter writer = new ProtobufWriter(out);
    writer.bytes(PUBLIC_KEY, publicKey);
    writer.bytes(PAYLOAD_TYPE, payloadType);
    writer.bytes(PAYLOAD, payload);
    writer.bytes(SIGNATURE, signature);
    return out.array();
  }

  /**
   * Who signed a payload of this type in this domain.
   *
   * @throws FormatException for another type, a key of another kind than ed25519, or a signature
   *     that is none
   */
  public PeerId signer(String domain, String type) {
    if (!type.equals(new String(payloadType, StandardCharsets.UTF_8))) {
      throw new FormatException(NAME + " has another payload type than " + type);
    }
    if (!Ed25519Key.verifies(publicKey, signedBytes(domain, payloadType, payload), signature)) {
      throw new FormatException(NAME + " has a wrong signature");
    }
    return PeerId.of(publicKey);
  }

  /** What is signed: domain, type and payload, each behind its length. */
  private static byte[] signedBytes(String domain, byte[] type, byte[] payload) {
    byte[] place = utf8(domain);
    ByteBuffer out = ByteBuffer.allocate(counted(place) + counted(type) + counted(payload));
    put(out, place);
    put(out, type);
    put(out, payload);
    return out.array();
  }

  private static int counted(byte[] part) {
    return Varint.length(part.length) + part.length;
  }

  private static void put(ByteBuffer out, byte[] part) {
    Varint.put(out, part.length);
    out.put(part);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] present(byte @Nullable [] field, String name) {
    if (field == null) {
      throw new FormatException(NAME + " has no " + name);
    }
    return field;
  }
}
