package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.Arrays;

/**
 * An unsigned chain message (Lotus chain/types/message.go).
 *
 * @param version always 0
 * @param nonce unsigned
 * @param value moved from sender to receiver
 * @param gasLimit units of gas
 * @param gasFeeCap most paid per unit, base fee and premium together
 * @param gasPremium paid to the block producer per unit
 * @param method unsigned; 0 is a plain transfer
 * @param params CBOR of the method's parameters, empty for none
 */
public record Message(
    long version,
    FilAddress to,
    FilAddress from,
    long nonce,
    AttoFil value,
    long gasLimit,
    AttoFil gasFeeCap,
    AttoFil gasPremium,
    long method,
    byte[] params) {

  private static final int FIELDS = 10;

  public Message {
    if (version != 0) {
      throw new FormatException("message version is " + version + ", must be 0");
    }
    params = params.clone();
  }

  /** A message whose nonce and gas are still to be filled in. */
  public static Message draft(
      FilAddress to, FilAddress from, AttoFil value, long method, byte[] params) {
    return new Message(0, to, from, 0, value, 0, AttoFil.ZERO, AttoFil.ZERO, method, params);
  }

  /**
   * Reads the bytes that {@link #cbor} gives.
   *
   * @throws FormatException for other bytes
   */
  public static Message decode(byte[] cbor) {
    return ChainCbor.decode(cbor, Message::read);
  }

  static Message read(CborReader in) {
    in.array(FIELDS);
    return new Message(
        in.uint(),
        ChainCbor.address(in),
        ChainCbor.address(in),
        ChainCbor.unsigned(in),
        ChainCbor.amount(in),
        in.integer(),
        ChainCbor.amount(in),
        ChainCbor.amount(in),
        ChainCbor.unsigned(in),
        in.bytes());
  }

  /** A tuple of ten. */
  public byte[] cbor() {
    CborWriter out = new CborWriter();
    out.array(FIELDS).uint(version).bytes(to.bytes()).bytes(from.bytes());
    ChainCbor.writeUnsigned(out, nonce);
    out.bytes(value.cborBytes())
        .integer(gasLimit)
        .bytes(gasFeeCap.cborBytes())
        .bytes(gasPremium.cborBytes());
    ChainCbor.writeUnsigned(out, method);
    return out.bytes(params).toBytes();
  }

  /** The BLAKE2b CID; its bytes are what the sender signs. */
  public Cid cid() {
    return ChainCbor.cid(cbor());
  }

  /** Signed by the sender's key. */
  public SignedMessage sign(Signer key) {
    return new SignedMessage(this, key.sign(cid().bytes()));
  }

  /** The same message with a nonce. */
  public Message withNonce(long newNonce) {
    return new Message(
        version, to, from, newNonce, value, gasLimit, gasFeeCap, gasPremium, method, params);
  }

  /** The same message with its gas filled in. */
  public Message withGas(long limit, AttoFil feeCap, AttoFil premium) {
    return new Message(version, to, from, nonce, value, limit, feeCap, premium, method, params);
  }

  /** A copy of the parameters. */
  @Override
  public byte[] params() {
    return params.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message that && Arrays.equals(cbor(), that.cbor());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cbor());
  }

  @Override
  public String toString() {
    return "Message[%s from %s to %s, nonce %s, method %s]"
        .formatted(cid(), from, to, Long.toUnsignedString(nonce), Long.toUnsignedString(method));
  }
}
