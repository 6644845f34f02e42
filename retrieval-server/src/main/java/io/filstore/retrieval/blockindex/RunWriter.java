package io.filstore.retrieval.blockindex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.zip.CRC32C;

/** Merges sorted entries into the file that {@link Run} reads, a buffer at a time. */
final class RunWriter {

  private static final Comparator<Entries> ORDER =
      (a, b) -> {
        int order = Long.compareUnsigned(a.prefix(), b.prefix());
        return order != 0 ? order : Integer.compare(a.car(), b.car());
      };

  private final FileChannel out;
  private final ByteBuffer buffer = ByteBuffer.allocate(Run.ENTRY * 8192);
  private final CRC32C sum = new CRC32C();
  private long count;

  private RunWriter(FileChannel out) {
    this.out = out;
  }

  /**
   * Writes and syncs a new file.
   *
   * @param cars ids, by the numbers that the entries have
   */
  static void write(Path file, List<String> cars, List<Entries> sources) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      RunWriter writer = new RunWriter(out);
      out.position(Run.start(cars.size()));
      writer.merge(sources);
      writer.finish(cars);
      out.force(true);
    }
  }

  /** A CAR that has a block several times is listed for it once. */
  private void merge(List<Entries> sources) throws IOException {
    PriorityQueue<Entries> queue = new PriorityQueue<>(ORDER);
    sources.stream().filter(Entries::next).forEach(queue::add);
    long lastPrefix = 0;
    int lastCar = -1;
    for (Entries first = queue.poll(); first != null; first = queue.poll()) {
      if (lastCar < 0 || first.prefix() != lastPrefix || first.car() != lastCar) {
        lastPrefix = first.prefix();
        lastCar = first.car();
        put(lastPrefix, lastCar);
      }
      if (first.next()) {
        queue.add(first);
      }
    }
    drain();
  }

  private void put(long prefix, int car) throws IOException {
    if (!buffer.hasRemaining()) {
      drain();
    }
    buffer.putLong(prefix).putInt(car);
    count++;
  }

  private void drain() throws IOException {
    buffer.flip();
    sum.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    buffer.clear();
  }

  /** The head comes last: a file without it is no run. */
  private void finish(List<String> cars) throws IOException {
    ByteBuffer head = ByteBuffer.allocate((int) Run.start(cars.size()));
    head.put(Run.MAGIC).putLong(count).putInt(cars.size()).putInt((int) sum.getValue());
    head.position(Run.HEAD);
    for (String car : cars) {
      byte[] name = car.getBytes(StandardCharsets.US_ASCII);
      if (name.length != Run.NAME) {
        throw new IllegalArgumentException("no id of a CAR: " + car);
      }
      head.put(name);
    }
    CRC32C headSum = new CRC32C();
    headSum.update(head.array(), 0, Run.HEAD_SUM_AT);
    headSum.update(head.array(), Run.HEAD, head.capacity() - Run.HEAD);
    head.putInt(Run.HEAD_SUM_AT, (int) headSum.getValue());
    head.flip();
    for (long at = 0; head.hasRemaining(); ) {
      at += out.write(head, at);
    }
  }
}
