package io.filstore.devnet.rpc;

import io.filstore.filecoin.SignedMessage;
import tools.jackson.databind.node.ObjectNode;

/** A SignedMessage. */
final class SignedMessageJson {
  private SignedMessageJson() {}

  static ObjectNode of(SignedMessage signed) {
    ObjectNode json = LotusJson.object();
    json.set("Message", LotusJson.message(signed.message()));
    json.set(
        "Signature",
        LotusJson.object()
            .put("Type", signed.signature().type().code())
            .put("Data", LotusJson.base64(signed.signature().data())));
    json.set("CID", LotusJson.cid(signed.cid()));
    return json;
  }
}
