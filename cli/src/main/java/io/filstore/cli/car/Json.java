package io.filstore.cli.car;

import io.filstore.multiformats.Cid;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What several documents have in common. */
final class Json {
  private Json() {}

  static void cids(JsonGenerator json, String name, List<Cid> cids) {
    json.writeArrayPropertyStart(name);
    cids.forEach(cid -> json.writeString(cid.toString()));
    json.writeEndArray();
  }
}
