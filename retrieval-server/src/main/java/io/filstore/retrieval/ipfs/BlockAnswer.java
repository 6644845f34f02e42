package io.filstore.retrieval.ipfs;

import io.filstore.retrieval.bytes.Content;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.bytes.Validators;
import io.filstore.retrieval.ipfs.Wanted.Format;
import io.filstore.unixfs.StoredBlock;
import java.io.IOException;

/** Sends one block as it is. */
final class BlockAnswer {

  private BlockAnswer() {}

  static void raw(Asked asked) throws IOException {
    Disposition.attach(asked.request(), asked.response(), asked.cid() + ".bin", "bin");
    send(asked, "raw", Wanted.RAW_TYPE);
  }

  /** Under the media type of its codec. Text may be looked at, CBOR is for programs. */
  static void coded(Asked asked, Format format) throws IOException {
    String name = Disposition.given(asked.request()).orElse(asked.cid() + "." + format.extension());
    if (format.extension().equals("json")) {
      Disposition.show(asked.request(), asked.response(), name);
    } else {
      Disposition.set(asked.response(), "attachment", name);
    }
    send(asked, format.text(), format.mediaType());
  }

  private static void send(Asked asked, String form, String type) throws IOException {
    StoredBlock block = asked.held().blocks().stored(asked.cid());
    ContentAnswer.send(
        asked.request(),
        asked.response(),
        Content.checked(
            block.length(),
            Validators.of(asked.cid() + "." + form),
            type,
            (from, length, out) -> block.write((int) from, (int) length, out)));
  }
}
