package io.filstore.fuzz;

import io.filstore.car.CarReader;
import io.filstore.car.CarWriter;
import io.filstore.multiformats.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Archives in memory. */
final class WrittenCar {
  private WrittenCar() {}

  /** A CARv1 of these blocks in their order. */
  static byte[] of(Cid root, Map<Cid, byte[]> blocks) throws IOException {
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(car, root);
    for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
      writer.block(block.getKey(), block.getValue(), 0, block.getValue().length);
    }
    return car.toByteArray();
  }

  /** CIDs of the sections; every block is verified. */
  static List<Cid> cids(byte[] car) throws IOException {
    List<Cid> cids = new ArrayList<>();
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
      cids.add(head.cid());
      reader.block();
    }
    return cids;
  }
}
