package io.filstore.dataprep.packing;

/** The upload can never be packed as it is; it fails for good with this code and sentence. */
final class PackRefusedException extends RuntimeException {

  private final String code;
  private final String detail;

  PackRefusedException(String code, String detail) {
    super(detail);
    this.code = code;
    this.detail = detail;
  }

  String detail() {
    return detail;
  }

  String code() {
    return code;
  }

  static PackRefusedException sourceChanged(String path, long declared, String found) {
    return new PackRefusedException(
        "source_changed",
        "staged file \"%s\" was received with %d bytes and now has %s"
            .formatted(path, declared, found));
  }
}
