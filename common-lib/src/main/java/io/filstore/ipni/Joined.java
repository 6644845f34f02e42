package io.filstore.ipni;

import io.filstore.multiformats.Cid;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what is signed: values one after another, without lengths. */
final class Joined {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Nothing for a link that is absent. */
  Joined link(@Nullable Cid cid) {
    return cid == null ? this : bytes(cid.bytes());
  }

  Joined text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  Joined texts(List<String> texts) {
    return text(String.join("", texts));
  }

  Joined bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Joined flag(boolean value) {
    out.write(value ? 1 : 0);
    return this;
  }

  byte[] all() {
    return out.toByteArray();
  }
}
