package io.filstore.devnet.actors.runtime;

import io.filstore.filecoin.FilAddress;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;

/**
 * An event of a built-in actor, entries in emission order, values as CBOR (lotus
 * documentation/en/actor-events-api.md).
 */
public record ActorEvent(FilAddress emitter, List<Entry> entries) {
  /** Key and value can be filtered by. */
  public static final int INDEXED = 3;

  /** Only the key can be filtered by. */
  public static final int KEY_INDEXED = 1;

  /**
   * One entry.
   *
   * @param flags {@link #INDEXED} or {@link #KEY_INDEXED}
   */
  public record Entry(int flags, String key, byte[] value) {}

  public ActorEvent {
    entries = List.copyOf(entries);
  }

  /** Begins an event of the given type. */
  public static Builder of(FilAddress emitter, String type) {
    return new Builder(emitter).add(INDEXED, "$type", new CborWriter().text(type).toBytes());
  }

  /** Collects entries in order. */
  public static final class Builder {
    private final FilAddress emitter;
    private final List<Entry> entries = new ArrayList<>();

    private Builder(FilAddress emitter) {
      this.emitter = emitter;
    }

    private Builder add(int flags, String key, byte[] value) {
      entries.add(new Entry(flags, key, value));
      return this;
    }

    public Builder indexed(String key, long value) {
      return add(INDEXED, key, new CborWriter().integer(value).toBytes());
    }

    public Builder indexed(String key, Cid value) {
      return add(INDEXED, key, new CborWriter().link(value).toBytes());
    }

    public Builder plain(String key, long value) {
      return add(KEY_INDEXED, key, new CborWriter().integer(value).toBytes());
    }

    public ActorEvent build() {
      return new ActorEvent(emitter, entries);
    }
  }
}
