package io.filstore.unixfs;

import io.filstore.ipld.ProtobufReader;
import io.filstore.ipld.ProtobufWriter;
import io.filstore.multiformats.FormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The UnixFS message in the data field of a dag-pb node. Fields that are null were absent.
 *
 * @param data inline content of a file, target of a symlink, bit field of a shard
 * @param fileSize content bytes of a file with everything below it
 * @param blockSizes content bytes below each link of a file
 */
public record UnixFsData(
    Type type,
    byte @Nullable [] data,
    @Nullable Long fileSize,
    List<Long> blockSizes,
    @Nullable Long hashType,
    @Nullable Long fanout,
    @Nullable Integer mode,
    @Nullable Mtime mtime) {

  /** Kinds of nodes, in the order of their numbers. */
  public enum Type {
    RAW,
    DIRECTORY,
    FILE,
    METADATA,
    SYMLINK,
    HAMT_SHARD
  }

  /**
   * Modification time.
   *
   * @param seconds since 1970, may be negative
   * @param nanoseconds 0..999999999; 0 is not written
   */
  public record Mtime(long seconds, int nanoseconds) {
    public Mtime {
      if (nanoseconds < 0 || nanoseconds > 999_999_999) {
        throw new FormatException("nanoseconds must be 0..999999999: " + nanoseconds);
      }
    }
  }

  // Written out: a compact constructor loses the annotation of an array in the class file.
  public UnixFsData(
      Type type,
      byte @Nullable [] data,
      @Nullable Long fileSize,
      List<Long> blockSizes,
      @Nullable Long hashType,
      @Nullable Long fanout,
      @Nullable Integer mode,
      @Nullable Mtime mtime) {
    this.type = type;
    this.data = data;
    this.fileSize = fileSize;
    this.blockSizes = List.copyOf(blockSizes);
    this.hashType = hashType;
    this.fanout = fanout;
    this.mode = mode;
    this.mtime = mtime;
  }

  public static UnixFsData directory() {
    return directory(Metadata.NONE);
  }

  static UnixFsData directory(Metadata metadata) {
    return new UnixFsData(
        Type.DIRECTORY, null, null, List.of(), null, null, metadata.mode(), metadata.mtime());
  }

  /** A file whose content lies below its links. */
  public static UnixFsData file(long fileSize, List<Long> blockSizes) {
    return file(fileSize, blockSizes, Metadata.NONE);
  }

  static UnixFsData file(long fileSize, List<Long> blockSizes, Metadata metadata) {
    return new UnixFsData(
        Type.FILE, null, fileSize, blockSizes, null, null, metadata.mode(), metadata.mtime());
  }

  /** As boxo writes it, without a file size; ipfs-unixfs-importer adds one. */
  static UnixFsData symlink(byte[] target, Metadata metadata) {
    return new UnixFsData(
        Type.SYMLINK, target, null, List.of(), null, null, metadata.mode(), metadata.mtime());
  }

  static UnixFsData shard(byte[] bitField, long fanout, Metadata metadata) {
    return new UnixFsData(
        Type.HAMT_SHARD,
        bitField,
        null,
        List.of(),
        Murmur3.CODE,
        fanout,
        metadata.mode(),
        metadata.mtime());
  }

  /** Canonical bytes: fields in ascending order, block sizes unpacked. */
  public byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(encodedLength());
    ProtobufWriter out = new ProtobufWriter(bytes);
    out.varint(1, type.ordinal());
    if (data != null) {
      out.bytes(2, data);
    }
    if (fileSize != null) {
      out.varint(3, fileSize);
    }
    for (long blockSize : blockSizes) {
      out.varint(4, blockSize);
    }
    if (hashType != null) {
      out.varint(5, hashType);
    }
    if (fanout != null) {
      out.varint(6, fanout);
    }
    if (mode != null) {
      out.varint(7, Integer.toUnsignedLong(mode));
    }
    if (mtime != null) {
      out.header(8, mtimeLength(mtime));
      out.varint(1, mtime.seconds());
      if (mtime.nanoseconds() != 0) {
        out.fixed32(2, mtime.nanoseconds());
      }
    }
    return bytes.array();
  }

  private int encodedLength() {
    int length = 2 + varint(fileSize) + varint(hashType) + varint(fanout);
    if (data != null) {
      length += ProtobufWriter.fieldLength(data.length);
    }
    for (long blockSize : blockSizes) {
      length += varint(blockSize);
    }
    if (mode != null) {
      length += varint(Integer.toUnsignedLong(mode));
    }
    return mtime == null ? length : length + ProtobufWriter.fieldLength(mtimeLength(mtime));
  }

  private static int varint(@Nullable Long value) {
    return value == null ? 0 : 1 + ProtobufWriter.varintLength(value);
  }

  private static int mtimeLength(Mtime mtime) {
    return varint(mtime.seconds()) + (mtime.nanoseconds() == 0 ? 0 : 1 + Integer.BYTES);
  }

  /**
   * Reads the message; fields of unknown number are passed over, as protobuf has it.
   *
   * @throws FormatException for broken bytes, a missing or unknown type, or a field given twice
   */
  public static UnixFsData decode(byte[] bytes) {
    return new UnixFsDataDecoder(new ProtobufReader(ByteBuffer.wrap(bytes), "UnixFS data")).read();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnixFsData that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, fileSize, blockSizes, Arrays.hashCode(data));
  }
}
