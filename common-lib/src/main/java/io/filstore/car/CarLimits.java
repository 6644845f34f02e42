package io.filstore.car;

/**
 * What a reader of CARs takes in. Lengths are compared with these before memory is asked for.
 *
 * @param header largest header in bytes
 * @param section largest CID and block of one section in bytes
 * @param sections most sections that are remembered at once where a reader must find them again;
 *     each costs about 80 bytes
 */
public record CarLimits(int header, int section, int sections) {
  /** 1 MiB of header (25,000 roots), 8 MiB a section (go-car), and sections as the heap allows. */
  public static final CarLimits DEFAULT = new CarLimits(1 << 20, 8 << 20, sectionsOfHeap());

  /** Bytes of heap that one section may cost while its tables grow. */
  private static final int HEAP_PER_SECTION = 400;

  private static final int MAX_SECTIONS = 50_000_000;

  public CarLimits {
    if (header < 1 || section < 1 || sections < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: header %d, section %d, sections %d"
              .formatted(header, section, sections));
    }
    if (section > 1 << 30 || header > 1 << 30) {
      throw new IllegalArgumentException(
          "a header or section may have at most 1 GiB: header %d, section %d"
              .formatted(header, section));
    }
  }

  public CarLimits withSection(int bytes) {
    return new CarLimits(header, bytes, sections);
  }

  public CarLimits withHeader(int bytes) {
    return new CarLimits(bytes, section, sections);
  }

  private static int sectionsOfHeap() {
    return (int) Math.min(MAX_SECTIONS, Runtime.getRuntime().maxMemory() / HEAP_PER_SECTION);
  }
}
