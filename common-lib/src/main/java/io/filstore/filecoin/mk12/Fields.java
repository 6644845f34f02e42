package io.filstore.filecoin.mk12;

import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signature;
import io.filstore.ipld.CborLimits;
import io.filstore.ipld.CborReader;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of one CBOR map, by key; each kind of object says how to read its keys. */
final class Fields {

  private static final int UUID_BYTES = 16;

  private final String object;
  private final Map<String, Object> values = new HashMap<>();

  private Fields(String object) {
    this.object = object;
  }

  /** Reads one object that stands alone. */
  static <T> T decode(byte[] cbor, Function<CborReader, T> object) {
    CborReader in = new CborReader(cbor, CborLimits.ANY_KEY_ORDER);
    T value = object.apply(in);
    in.end();
    return value;
  }

  /** Reads a map; keys without a reader are skipped, null values count as absent. */
  static Fields read(CborReader in, String object, Map<String, Function<CborReader, ?>> readers) {
    Fields fields = new Fields(object);
    int count = in.map();
    for (int i = 0; i < count; i++) {
      String key = in.text();
      Function<CborReader, ?> reader = readers.get(key);
      if (reader == null) {
        in.skip();
      } else if (!in.tryNull()) {
        fields.values.put(key, reader.apply(in));
      }
    }
    return fields;
  }

  <T> T get(Class<T> type, String key) {
    T value = optional(type, key);
    if (value == null) {
      throw new FormatException(object + " has no " + key);
    }
    return value;
  }

  <T> @Nullable T optional(Class<T> type, String key) {
    return type.cast(values.get(key));
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(optional(Boolean.class, key));
  }

  String text(String key) {
    return get(String.class, key);
  }

  long number(String key) {
    return get(Long.class, key);
  }

  static byte[] bytes(UUID uuid) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  static UUID uuid(CborReader in) {
    byte[] bytes = in.bytes();
    if (bytes.length != UUID_BYTES) {
      throw new FormatException("deal uuid is %d bytes, must be 16".formatted(bytes.length));
    }
    ByteBuffer words = ByteBuffer.wrap(bytes);
    return new UUID(words.getLong(), words.getLong());
  }

  static FilAddress address(CborReader in) {
    return FilAddress.fromBytes(in.bytes());
  }

  static AttoFil amount(CborReader in) {
    return AttoFil.fromCborBytes(in.bytes());
  }

  static Epoch epoch(CborReader in) {
    return new Epoch(in.integer());
  }

  static Signature signature(CborReader in) {
    return Signature.fromBytes(in.bytes());
  }

  static Cid link(CborReader in) {
    return in.link();
  }

  static DealProposal proposal(CborReader in) {
    return DealProposal.read(in);
  }

  static ClientDealProposal signedProposal(CborReader in) {
    return ClientDealProposal.read(in);
  }
}
