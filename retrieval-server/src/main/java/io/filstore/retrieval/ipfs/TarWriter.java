package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes the interchange format of POSIX.1-2001: ustar headers, before which an extended header
 * stands where a name is long or not ASCII, or a file has 8 GiB or more. Owner and time are zero.
 */
final class TarWriter {

  private static final int BLOCK = 512;
  private static final int MAX_NAME = 100;
  private static final long MAX_SIZE = 1L << 33;

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  void folder(String path) throws IOException {
    header(path + "/", new byte[0], 0, '5', 0755);
  }

  void symlink(String path, byte[] target) throws IOException {
    header(path, target, 0, '2', 0777);
  }

  /** Begins a file; its bytes go to {@link #content()}, then {@link #endFile} is called. */
  void file(String path, long size) throws IOException {
    header(path, new byte[0], size, '0', 0644);
  }

  OutputStream content() {
    return out;
  }

  void endFile(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  void end() throws IOException {
    out.write(new byte[2 * BLOCK]);
  }

  private void header(String path, byte[] target, long size, char type, int mode)
      throws IOException {
    byte[] name = path.getBytes(UTF_8);
    StringBuilder extended = new StringBuilder();
    if (!isPlain(name)) {
      extended.append(record("path", path));
    }
    if (!isPlain(target)) {
      extended.append(record("linkpath", new String(target, UTF_8)));
    }
    if (size >= MAX_SIZE) {
      extended.append(record("size", Long.toString(size)));
    }
    if (!extended.isEmpty()) {
      byte[] records = extended.toString().getBytes(UTF_8);
      out.write(ustar("pax".getBytes(US_ASCII), new byte[0], records.length, 'x', 0644));
      out.write(records);
      endFile(records.length);
    }
    out.write(ustar(name, target, size, type, mode));
  }

  private static boolean isPlain(byte[] text) {
    for (byte b : text) {
      if (b <= 0) {
        return false;
      }
    }
    return text.length <= MAX_NAME;
  }

  /** {@code "length key=value\n"}, where the length counts its own digits. */
  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int bytes = rest.getBytes(UTF_8).length;
    int length = bytes + Integer.toString(bytes).length();
    if (Integer.toString(length).length() > Integer.toString(bytes).length()) {
      length++;
    }
    return length + rest;
  }

  private static byte[] ustar(byte[] name, byte[] target, long size, char type, int mode) {
    byte[] block = new byte[BLOCK];
    put(block, 0, MAX_NAME, name);
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size % MAX_SIZE);
    octal(block, 136, 12, 0);
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) type;
    put(block, 157, MAX_NAME, target);
    put(block, 257, 8, "ustar\00000".getBytes(US_ASCII));
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    block[154] = 0;
    return block;
  }

  private static void put(byte[] block, int at, int most, byte[] text) {
    System.arraycopy(text, 0, block, at, Math.min(most, text.length));
  }

  /** Digits up to the last byte of the field, which stays zero. */
  private static void octal(byte[] block, int at, int length, long value) {
    long left = value;
    for (int i = at + length - 2; i >= at; i--) {
      block[i] = (byte) ('0' + (left & 7));
      left >>>= 3;
    }
  }
}
