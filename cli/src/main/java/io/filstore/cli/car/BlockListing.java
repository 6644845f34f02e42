package io.filstore.cli.car;

import io.filstore.car.CarReader;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The sections of an archive in their order, found while they are printed. */
record BlockListing(CarInput car, Streams streams) implements Report {
  @Override
  public void text(Text out) throws IOException {
    each(head -> out.line(head.cid().toString()));
  }

  private interface Taker {
    void take(CarReader.Head head) throws IOException;
  }

  private void each(Taker taker) throws IOException {
    car.read(
        streams,
        in -> {
          CarReader reader = CarReader.unverified(in);
          for (CarReader.Head head = reader.nextHead(); head != null; head = reader.nextHead()) {
            taker.take(head);
          }
          return List.of();
        });
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeArrayPropertyStart("blocks");
    each(head -> {
      json.writeStartObject();
      json.writeStringProperty("cid", head.cid().toString());
      json.writeNumberProperty("size", head.blockLength());
      json.writeEndObject();
    });
    json.writeEndArray();
  }
}
