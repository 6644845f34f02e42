package io.filstore.piece.aggregate;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of an aggregate's pieces come from. */
public interface SegmentSource {

  /** Opens the payload of a piece from its first byte; it is closed by who asked. */
  InputStream open(Segment segment) throws IOException;
}
