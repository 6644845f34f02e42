package io.filstore.devnet.rpc;

import com.github.luben.zstd.ZstdOutputStream;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.multiformats.Cid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.core.JsonGenerator;

/** The market's deals as the public snapshot service publishes them: JSON under zstd. */
@RestController
final class SnapshotController {
  private final Chain chain;

  SnapshotController(Chain chain) {
    this.chain = chain;
  }

  @GetMapping("/StateMarketDeals.json.zst")
  void snapshot(HttpServletRequest request, HttpServletResponse response) throws IOException {
    HeadView head = chain.head();
    Cid tipset = chain.tipsets().at(head.height());
    long modified = chain.timeOf(head.height()).toEpochMilli();
    ServletWebRequest conditional = new ServletWebRequest(request, response);
    if (conditional.checkNotModified("\"" + tipset + "\"", modified)) {
      return;
    }
    response.setContentType("application/zstd");
    try (ZstdOutputStream zstd = new ZstdOutputStream(response.getOutputStream());
        JsonGenerator out = Result.JSON.createGenerator(zstd)) {
      MarketMethods.writeDeals(head, out);
    }
  }
}
