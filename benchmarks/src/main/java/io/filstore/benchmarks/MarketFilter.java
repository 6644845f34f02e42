package io.filstore.benchmarks;

import com.github.luben.zstd.ZstdInputStream;
import io.filstore.client.chain.MarketDeal;
import io.filstore.client.chain.MarketDealsRead;
import io.filstore.client.chain.MarketDealsSnapshot;
import io.filstore.client.chain.StreamedMarketDeals;
import io.filstore.filecoin.FilAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import okhttp3.OkHttpClient;

/**
 * The deals of our clients in a document of {@link MarketDocument}, read anew each time. The result
 * is their number among how many, and a checksum over all that is known of them.
 *
 * <p>Usage: {@code MarketFilter scan|jackson|zstd FILE}; {@code zstd} decompresses and does nothing
 * else.
 */
final class MarketFilter implements Work {
  private static final Set<FilAddress> CLIENTS =
      LongStream.range(
              MarketDocument.FIRST_CLIENT, MarketDocument.FIRST_CLIENT + MarketDocument.CLIENTS)
          .mapToObj(FilAddress::id)
          .collect(Collectors.toSet());

  private final String reader;
  private final Path file;
  private String result = "";

  MarketFilter(String reader, Path file) {
    this.reader = reader;
    this.file = file;
  }

  public static void main(String[] args) throws IOException {
    MarketFilter filter = new MarketFilter(args[0], Path.of(args[1]));
    filter.run();
    System.out.println(filter.result());
  }

  @Override
  public void run() throws IOException {
    if (reader.equals("zstd")) {
      decompress();
      return;
    }
    CRC32C sum = new CRC32C();
    MarketDealsRead read = reader.equals("scan") ? scan(sum) : jackson(sum);
    result = read.matched() + "/" + read.seen() + "/" + Long.toHexString(sum.getValue());
  }

  private MarketDealsRead scan(CRC32C sum) {
    return new MarketDealsSnapshot(file.toString(), new OkHttpClient())
        .stream(CLIENTS, deal -> add(sum, deal));
  }

  private MarketDealsRead jackson(CRC32C sum) throws IOException {
    try (InputStream in = open()) {
      return StreamedMarketDeals.read(in, CLIENTS, deal -> add(sum, deal));
    }
  }

  private void decompress() throws IOException {
    byte[] buffer = new byte[1 << 19];
    try (InputStream in = open()) {
      while (in.read(buffer) >= 0) {
        result = "decompressed";
      }
    }
  }

  private InputStream open() throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".zst") ? new ZstdInputStream(in) : in;
  }

  private static void add(CRC32C sum, MarketDeal deal) {
    sum.update(deal.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String result() {
    return result;
  }
}
