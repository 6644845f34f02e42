package io.filstore.cli.car;

import io.filstore.car.CarInspection;
import io.filstore.car.CarV2Header;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multicodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What an archive consists of. */
record InspectionReport(CarInspection car) implements Report {
  private static final int SHOWN = 20;

  @Override
  public void text(Text out) throws IOException {
    out.field("version", car.version());
    if (car.v2().isPresent()) {
      v2(out, car.v2().get());
      out.field("index", index(car.v2().get()));
    }
    List<Cid> roots = car.roots();
    for (Cid root : roots.subList(0, Math.min(SHOWN, roots.size()))) {
      out.field("root", root + (car.absentRoots().contains(root) ? "  (not in the archive)" : ""));
    }
    if (roots.size() > SHOWN) {
      out.field("", "and %d more".formatted(roots.size() - SHOWN));
    }
    out.field("blocks", car.blocks());
    out.field("block length", lengths(car.blockLengths()));
    out.field("CID length", lengths(car.cidLengths()));
    out.field("codecs", counts(car.codecs()));
    out.field("hashes", counts(car.hashes()));
    if (car.padding() > 0) {
      out.field("padding", car.padding() + " bytes");
    }
  }

  private static void v2(Text out, CarV2Header header) throws IOException {
    out.field("characteristics", header.characteristics());
    out.field("data", "%d bytes at %d".formatted(header.dataSize(), header.dataOffset()));
  }

  private String index(CarV2Header header) {
    return car.indexCodec().isEmpty()
        ? "none"
        : "%s at %d".formatted(Multicodec.name(car.indexCodec().getAsLong()), header.indexOffset());
  }

  private static String lengths(CarInspection.Lengths lengths) {
    return "%d to %d bytes, mean %d, sum %d"
        .formatted(lengths.min(), lengths.max(), lengths.mean(), lengths.sum());
  }

  private static String counts(Map<Long, Long> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(count -> "%s: %d".formatted(Multicodec.name(count.getKey()), count.getValue()))
            .collect(Collectors.joining(", "));
  }

  @Override
  public void json(JsonGenerator json) {
    json.writeNumberProperty("version", car.version());
    json.writeName("v2");
    car.v2().ifPresentOrElse(header -> v2(json, header), json::writeNull);
    json.writeName("index");
    car.indexCodec()
        .ifPresentOrElse(codec -> json.writeString(Multicodec.name(codec)), json::writeNull);
    Json.cids(json, "roots", car.roots());
    Json.cids(json, "absent_roots", car.absentRoots());
    json.writeNumberProperty("blocks", car.blocks());
    lengths(json, "block_length", car.blockLengths());
    lengths(json, "cid_length", car.cidLengths());
    counts(json, "codecs", car.codecs());
    counts(json, "hashes", car.hashes());
    json.writeNumberProperty("padding", car.padding());
  }

  private static void v2(JsonGenerator json, CarV2Header header) {
    json.writeStartObject();
    json.writeStringProperty("characteristics", header.characteristics());
    json.writeNumberProperty("data_offset", header.dataOffset());
    json.writeNumberProperty("data_size", header.dataSize());
    json.writeNumberProperty("index_offset", header.indexOffset());
    json.writeEndObject();
  }

  private static void lengths(JsonGenerator json, String name, CarInspection.Lengths lengths) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("min", lengths.min());
    json.writeNumberProperty("mean", lengths.mean());
    json.writeNumberProperty("max", lengths.max());
    json.writeNumberProperty("sum", lengths.sum());
    json.writeEndObject();
  }

  private static void counts(JsonGenerator json, String name, Map<Long, Long> counts) {
    json.writeObjectPropertyStart(name);
    new TreeMap<>(counts)
        .forEach((code, count) -> json.writeNumberProperty(Multicodec.name(code), count));
    json.writeEndObject();
  }
}
