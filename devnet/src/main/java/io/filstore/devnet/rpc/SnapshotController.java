package io.filstore.devnet.rpc;

import com.github.luben.zstd.ZstdOutputStream;
import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.multiformats.Cid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.core.JsonGenerator;

/** The market's deals as the public snapshot service publishes them: JSON under zstd. */
@RestController
final class SnapshotController {
  private static final List<String> SNAPSHOT = List.of("snapshot");

  private final Chain chain;
  private final NodeFaults faults;

  SnapshotController(Chain chain, NodeFaults faults) {
    this.chain = chain;
    this.faults = faults;
  }

  @GetMapping("/StateMarketDeals.json.zst")
  void snapshot(HttpServletRequest request, HttpServletResponse response) throws IOException {
    HeadView shown = shown();
    Cid tipset = chain.tipsets().at(shown.height());
    long modified = chain.timeOf(shown.height()).toEpochMilli();
    ServletWebRequest conditional = new ServletWebRequest(request, response);
    if (conditional.checkNotModified("\"" + tipset + "\"", modified)) {
      return;
    }
    response.setContentType("application/zstd");
    if (faults
        .take(NodeFault.Kind.SNAPSHOT_TRUNCATED, SNAPSHOT, "sends half a snapshot")
        .isPresent()) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      write(shown, whole);
      response.getOutputStream().write(whole.toByteArray(), 0, whole.size() / 2);
    } else {
      write(shown, response.getOutputStream());
    }
  }

  private HeadView shown() {
    HeadView head = chain.head();
    return faults
        .take(NodeFault.Kind.SNAPSHOT_STALE, SNAPSHOT, "sends an old snapshot")
        .flatMap(fault -> chain.at(Math.max(0, head.height() - fault.number())))
        .orElse(head);
  }

  private static void write(HeadView view, OutputStream to) throws IOException {
    try (ZstdOutputStream zstd = new ZstdOutputStream(to);
        JsonGenerator out = Result.JSON.createGenerator(zstd)) {
      MarketMethods.writeDeals(view, out);
    }
  }
}
