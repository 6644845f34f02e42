package io.filstore.ipld;

/** Kinds of dag-cbor items. */
public enum CborType {
  UNSIGNED,
  NEGATIVE,
  BYTES,
  TEXT,
  ARRAY,
  MAP,
  LINK,
  BOOL,
  NULL,
  FLOAT
}
