package io.filstore.client.chain;

import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.Signature;
import io.filstore.filecoin.Signatures;
import io.filstore.filecoin.Signer;
import io.filstore.multiformats.FormatException;
import java.time.Duration;
import java.util.Base64;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Keys that somebody else holds and signs with when asked: a Lotus node or {@code lotus-wallet},
 * over JSON-RPC with a bearer token that has the permission {@code sign}. What comes back is
 * verified before it is used. Thread safe.
 */
public final class RemoteWallets {

  private final JsonRpc rpc;
  private final String name;

  private RemoteWallets(OkHttpClient http, HttpUrl endpoint, @Nullable String token) {
    this.rpc = new JsonRpc(http, endpoint, token);
    this.name = endpoint.redact();
  }

  /**
   * A signer at an endpoint such as {@code https://signer.example/rpc/v0}. A person may have to
   * press a button there, but nobody here waits for more than 30 s.
   */
  public static RemoteWallets connect(String endpoint, @Nullable String token) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(Duration.ofSeconds(30))
            .callTimeout(Duration.ofSeconds(30))
            .followRedirects(false)
            .build();
    return new RemoteWallets(http, HttpUrl.get(endpoint), token);
  }

  /**
   * Whether the signer has the address' key.
   *
   * @throws ChainException when it does not answer, or not to us
   */
  public boolean holds(FilAddress address) {
    JsonNode held = rpc.call("WalletHas", address.toString());
    if (!held.isBoolean()) {
      throw new ChainUnavailable("the remote signer " + name + " answered WalletHas with " + held);
    }
    return held.booleanValue();
  }

  /** Signs for an address; every signature is asked for and may fail with a ChainException. */
  public Signer signer(FilAddress address) {
    return new Remote(address);
  }

  private Signature sign(FilAddress address, byte[] payload) {
    Signature signature =
        read(
            rpc.call(
                "WalletSign", address.toString(), Base64.getEncoder().encodeToString(payload)));
    if (!Signatures.verify(address, payload, signature)) {
      throw new ChainUnavailable(
          "the remote signer %s answered with a signature that is not of %s"
              .formatted(name, address));
    }
    return signature;
  }

  private Signature read(JsonNode json) {
    try {
      return new Signature(
          Signature.Type.of((int) LotusJson.integer(json.required("Type"))),
          Base64.getDecoder().decode(json.required("Data").asString()));
    } catch (JacksonException | FormatException | IllegalArgumentException e) {
      throw new ChainUnavailable("the remote signer " + name + " answered with no signature", e);
    }
  }

  private final class Remote implements Signer {
    private final FilAddress address;

    Remote(FilAddress address) {
      this.address = address;
    }

    @Override
    public FilAddress address() {
      return address;
    }

    @Override
    public Signature sign(byte[] payload) {
      return RemoteWallets.this.sign(address, payload);
    }

    @Override
    public boolean signsHere() {
      return false;
    }

    @Override
    public String toString() {
      return "Remote[" + address + "]";
    }
  }
}
