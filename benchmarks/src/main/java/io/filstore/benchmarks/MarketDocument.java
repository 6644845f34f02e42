package io.filstore.benchmarks;

import com.github.luben.zstd.ZstdOutputStream;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes a StateMarketDeals snapshot as Go's encoder does, the same bytes for the same seed. One
 * deal in a thousand belongs to the clients {@code f01000000} to {@code f01000003}; one label in
 * fifty is no plain text.
 *
 * <p>Usage: {@code MarketDocument FILE DEALS SEED}; a file named {@code .zst} is compressed.
 */
public final class MarketDocument {
  /** The first of our four clients. */
  static final long FIRST_CLIENT = 1_000_000;

  static final int CLIENTS = 4;
  private static final int OURS_IN = 1000;
  private static final int STRANGERS = 3000;
  private static final int PROVIDERS = 2500;
  private static final int ODD_LABEL_IN = 50;
  private static final long FIRST_ID = 10_000_000;
  private static final int LEVEL = 3;

  private final SplittableRandom random;

  private MarketDocument(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    try (OutputStream out = new BufferedOutputStream(open(file), 1 << 20)) {
      new MarketDocument(Long.parseLong(args[2])).write(out, Long.parseLong(args[1]));
    }
  }

  private static OutputStream open(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return file.toString().endsWith(".zst") ? new ZstdOutputStream(out, LEVEL) : out;
  }

  private void write(OutputStream out, long deals) throws IOException {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    text.print('{');
    for (long id = FIRST_ID; id < FIRST_ID + deals; id++) {
      text.print((id == FIRST_ID ? "\"" : ",\"") + id + "\":" + deal());
    }
    text.print('}');
    text.flush();
    if (text.checkError()) {
      throw new IOException("the document could not be written");
    }
  }

  private String deal() {
    long start = random.nextLong(100_000, 6_000_000);
    boolean active = random.nextInt(10) > 0;
    return "{\"Proposal\":{\"PieceCID\":{\"/\":\""
        + piece()
        + "\"},\"PieceSize\":"
        + (1L << random.nextInt(30, 36))
        + ",\"VerifiedDeal\":"
        + (random.nextInt(10) > 0)
        + ",\"Client\":\"f0"
        + client()
        + "\",\"Provider\":\"f0"
        + (1000 + random.nextInt(PROVIDERS))
        + "\",\"Label\":\""
        + label()
        + "\",\"StartEpoch\":"
        + start
        + ",\"EndEpoch\":"
        + (start + random.nextLong(518_400, 1_555_200))
        + ",\"StoragePricePerEpoch\":\""
        + (random.nextInt(20) > 0 ? 0 : random.nextInt(1, 1_000_000))
        + "\",\"ProviderCollateral\":\""
        + random.nextLong(1_000_000_000_000_000L, 9_000_000_000_000_000L)
        + "\",\"ClientCollateral\":\"0\"},\"State\":"
        + (active ? state(start) : state(0, -1))
        + "}";
  }

  private String state(long start) {
    return state(random.nextInt(1, 200_000), start - random.nextInt(2000));
  }

  private static String state(long sector, long start) {
    return "{\"SectorNumber\":"
        + sector
        + ",\"SectorStartEpoch\":"
        + start
        + ",\"LastUpdatedEpoch\":-1,\"SlashEpoch\":-1}";
  }

  private long client() {
    return random.nextInt(OURS_IN) == 0
        ? FIRST_CLIENT + random.nextInt(CLIENTS)
        : 2_000_000 + random.nextInt(STRANGERS);
  }

  private String label() {
    if (random.nextInt(ODD_LABEL_IN) == 0) {
      return random.nextBoolean()
          ? "d\\u00e9p\\u00f4t \\\"" + random.nextInt() + "\\\""
          : "éµ" + random.nextInt();
    }
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "Backup of bucket " + random.nextInt(1000) + "/" + random.nextInt();
      default -> Cid.v1(Cid.DAG_PB, Multihash.of(Multihash.SHA2_256, digest())).toString();
    };
  }

  private String piece() {
    byte[] root = digest();
    root[31] &= 0x3f;
    Multihash hash = Multihash.of(Multihash.SHA2_256_TRUNC254_PADDED, root);
    return Cid.v1(Cid.FIL_COMMITMENT_UNSEALED, hash).toString();
  }

  private byte[] digest() {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    return digest;
  }
}
