package io.filstore.multiformats;

/** Bytes to text and back over one alphabet, without a multibase prefix. */
interface BaseCodec {
  String encode(byte[] bytes);

  byte[] decode(String text);
}
