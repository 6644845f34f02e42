package io.filstore.db.upload;

import java.util.Locale;

/** States of an upload that are stored; whether it is protected is computed from its deals. */
public enum UploadState {
  RECEIVED,
  PACKING,
  PREPARED,
  FAILED;

  /** The word in the database and in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
