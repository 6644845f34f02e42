package io.filstore.scheduler.wallet;

import io.filstore.client.chain.Chain;
import io.filstore.client.chain.ChainUnavailable;
import io.filstore.filecoin.FilAddress;
import io.filstore.scheduler.network.FilecoinNetwork;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a test network's faucet for a wallet that has neither money nor DataCap. Does nothing on
 * mainnet.
 */
public final class Faucet {

  /**
   * Enough for some thousand deals of the demo, and still a number that one can watch going down.
   */
  private static final String FIL = "100";

  private static final long DATACAP = 1L << 40;

  private final OkHttpClient http =
      new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(20)).build();
  private final Chain chain;
  private final String url;

  Faucet(Chain chain, FilecoinNetwork network, String url) {
    this.chain = chain;
    this.url = network == FilecoinNetwork.MAINNET ? "" : url;
  }

  /** Asks once if the wallet is empty; the grant shows on chain some epochs later. */
  public void fillIfEmpty(FilAddress wallet) {
    if (url.isBlank() || !empty(wallet)) {
      return;
    }
    byte[] body =
        JsonMapper.shared()
            .writeValueAsBytes(
                Map.of("address", wallet.toString(), "fil", FIL, "datacap_bytes", DATACAP));
    Request request =
        new Request.Builder()
            .url(url)
            .post(RequestBody.create(body, MediaType.get("application/json")))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new ChainUnavailable("the faucet " + url + " answered HTTP " + response.code());
      }
    } catch (IOException e) {
      throw new ChainUnavailable("the faucet " + url + " does not answer: " + e, e);
    }
  }

  private boolean empty(FilAddress wallet) {
    return chain.balance(wallet).signum() == 0
        && chain.verifiedClientStatus(wallet).orElse(BigInteger.ZERO).signum() == 0;
  }
}
