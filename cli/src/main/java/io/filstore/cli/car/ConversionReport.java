package io.filstore.cli.car;

import io.filstore.car.CarConversion.Converted;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** An archive that was written in the other version. */
record ConversionReport(Converted converted) implements Report {
  @Override
  public void text(Text out) throws IOException {
    out.field("blocks", converted.blocks());
    out.field("data", converted.dataSize() + " bytes");
    out.field("index", converted.indexSize() + " bytes");
  }

  @Override
  public void json(JsonGenerator json) {
    json.writeNumberProperty("blocks", converted.blocks());
    json.writeNumberProperty("data_size", converted.dataSize());
    json.writeNumberProperty("index_size", converted.indexSize());
  }
}
