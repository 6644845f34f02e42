package io.filstore.filecoin;

import io.filstore.filecoin.Signature.Type;
import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;

/**
 * A message with its sender's signature.
 *
 * @param signature over the bytes of the message's CID
 */
public record SignedMessage(Message message, Signature signature) {

  /**
   * Reads the bytes that {@link #cbor} gives.
   *
   * @throws FormatException for other bytes
   */
  public static SignedMessage decode(byte[] cbor) {
    return ChainCbor.decode(cbor, SignedMessage::read);
  }

  private static SignedMessage read(CborReader in) {
    in.array(2);
    return new SignedMessage(Message.read(in), ChainCbor.signature(in));
  }

  /** A tuple of two. */
  public byte[] cbor() {
    return new CborWriter().array(2).raw(message.cbor()).bytes(signature.bytes()).toBytes();
  }

  /**
   * Under which the chain knows it; with a BLS signature, which blocks aggregate, the message's.
   */
  public Cid cid() {
    return signature.type() == Type.BLS ? message.cid() : ChainCbor.cid(cbor());
  }

  /**
   * Whether that key address signed the message.
   *
   * @param senderKey the sender, or its key address if the sender is given as f0
   */
  public boolean verify(FilAddress senderKey) {
    return Signatures.verify(senderKey, message.cid().bytes(), signature);
  }
}
