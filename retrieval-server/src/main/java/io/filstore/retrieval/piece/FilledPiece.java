package io.filstore.retrieval.piece;

import io.filstore.db.piece.Piece;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.retrieval.bytes.Content;
import io.filstore.retrieval.bytes.Validators;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A piece with the zeros behind its data that fill it, as booster-http has it: 127 of each 128
 * bytes of the padded size. For readers that ask for {@value #TYPE}; its piece CID is the same.
 */
final class FilledPiece {

  static final String TYPE = "application/piece";

  private static final byte[] ZEROS = new byte[1 << 16];

  private FilledPiece() {}

  /** Whether the caller names this form and takes it. */
  static boolean isAskedFor(HttpServletRequest request) {
    List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
    try {
      return MediaType.parseMediaTypes(accepted).stream()
          .anyMatch(type ->
              type.getQualityValue() > 0
                  && TYPE.equalsIgnoreCase(type.getType() + "/" + type.getSubtype()));
    } catch (InvalidMediaTypeException malformed) {
      return false;
    }
  }

  /**
   * The filled form of a piece.
   *
   * @param raw its data
   * @param name the piece CID as asked
   */
  static Content of(Content raw, Piece piece, String name) {
    return Content.checked(
        new PaddedPieceSize(piece.paddedSize()).unpadded(),
        Validators.of(name + ".filled"),
        TYPE,
        (offset, length, out) -> {
          long data = Math.clamp(raw.size() - offset, 0, length);
          if (data > 0) {
            raw.body().write(offset, data, out);
          }
          fill(length - data, out);
        });
  }

  private static void fill(long count, OutputStream out) throws IOException {
    for (long left = count; left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }
}
