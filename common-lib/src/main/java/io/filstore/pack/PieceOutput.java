package io.filstore.pack;

import io.filstore.car.CarWriter;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** Where CARs are written to. Used by one thread, one CAR after the other. */
public interface PieceOutput {
  /**
   * Opens an empty file that can be written at any position; nobody else sees it yet.
   *
   * @param number of the piece, 0 for the first
   */
  SeekableByteChannel open(int number) throws IOException;

  /**
   * Makes the CAR that was opened last durable and visible, and closes it.
   *
   * @param car knows the sections, for an index
   */
  void finished(PackedPiece piece, CarWriter car) throws IOException;
}
