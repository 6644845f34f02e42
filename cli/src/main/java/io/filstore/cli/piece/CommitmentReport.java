package io.filstore.cli.piece;

import io.filstore.cli.console.ByteSize;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.piece.PaddedPieceSize;
import io.filstore.piece.PieceCid;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/**
 * A piece in both forms of its CID.
 *
 * @param rawSize bytes of the payload as it lies there
 */
record CommitmentReport(PieceCid v2, PieceCid v1, long rawSize, PaddedPieceSize size)
    implements Report {
  @Override
  public void text(Text out) throws IOException {
    out.field("piece CID", v2);
    out.field("piece CID v1", v1);
    out.field("raw size", rawSize + " bytes");
    out.field("piece size", "%s bytes (%s)".formatted(size, ByteSize.inWords(size.bytes())));
  }

  @Override
  public void json(JsonGenerator json) {
    json.writeStringProperty("piece_cid", v2.toString());
    json.writeStringProperty("piece_cid_v1", v1.toString());
    json.writeNumberProperty("raw_size", rawSize);
    json.writeNumberProperty("piece_size", size.bytes());
  }
}
