package io.filstore.unixfs;

import io.filstore.ipld.ProtobufReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the fields of one UnixFS message. */
final class UnixFsDataDecoder {
  private final ProtobufReader in;
  private final List<Long> blockSizes = new ArrayList<>();
  private UnixFsData.@Nullable Type type;
  private byte @Nullable [] data;
  private @Nullable Long fileSize;
  private @Nullable Long hashType;
  private @Nullable Long fanout;
  private @Nullable Integer mode;
  private UnixFsData.@Nullable Mtime mtime;
  private int seen;

  UnixFsDataDecoder(ProtobufReader in) {
    this.in = in;
  }

  UnixFsData read() {
    while (in.next()) {
      field();
    }
    if (type == null) {
      throw in.problem("the type is missing");
    }
    return new UnixFsData(type, data, fileSize, blockSizes, hashType, fanout, mode, mtime);
  }

  private void field() {
    int number = in.field();
    if (number != 4 && number <= 8) {
      requireFirst(number);
    }
    switch (number) {
      case 1 -> type = type(in.varint());
      case 2 -> data = in.bytes();
      case 3 -> fileSize = in.unsigned();
      case 4 -> blockSizes.add(in.unsigned());
      case 5 -> hashType = in.unsigned();
      case 6 -> fanout = in.unsigned();
      case 7 -> mode = mode(in.unsigned());
      case 8 -> mtime = mtime(in.slice());
      default -> in.skip();
    }
  }

  private void requireFirst(int number) {
    if ((seen & 1 << number) != 0) {
      throw in.problem("field " + number + " stands twice");
    }
    seen |= 1 << number;
  }

  private int mode(long value) {
    if (value > 0xffff_ffffL) {
      throw in.problem("mode " + value + " exceeds 32 bits");
    }
    return (int) value;
  }

  private UnixFsData.Type type(long number) {
    UnixFsData.Type[] types = UnixFsData.Type.values();
    if (number < 0 || number >= types.length) {
      throw in.problem("type " + Long.toUnsignedString(number) + " is not known");
    }
    return types[(int) number];
  }

  private static UnixFsData.Mtime mtime(ByteBuffer bytes) {
    ProtobufReader in = new ProtobufReader(bytes, "UnixFS time");
    Long seconds = null;
    int nanoseconds = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> seconds = in.varint();
        case 2 -> {
          nanoseconds = in.fixed32();
          if (nanoseconds < 1 || nanoseconds > 999_999_999) {
            throw in.problem("nanoseconds are not 1..999999999");
          }
        }
        default -> in.skip();
      }
    }
    if (seconds == null) {
      throw in.problem("the seconds are missing");
    }
    return new UnixFsData.Mtime(seconds, nanoseconds);
  }
}
