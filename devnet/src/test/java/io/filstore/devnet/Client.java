package io.filstore.devnet;

import io.filstore.filecoin.AllocationRequest;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.ClientDealProposal;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.DealLabel;
import io.filstore.filecoin.DealProposal;
import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.MarketBalance;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.SignedMessage;
import io.filstore.filecoin.mk12.DealParams;
import io.filstore.filecoin.mk12.DealResponse;
import io.filstore.filecoin.mk12.DealStatusRequest;
import io.filstore.filecoin.mk12.DealStatusResponse;
import io.filstore.filecoin.mk12.Transfer;
import io.filstore.filecoin.mk20.CurioAuth;
import io.filstore.multiformats.Cid;
import io.filstore.piece.PieceCommitment;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A data owner with a key of its own, doing by hand what a product would do. */
final class Client {
  static final long DURATION = 518_400;

  private final Devnet devnet;
  private final Rpc rpc;
  private final Secp256k1Key key;

  Client(Devnet devnet, int seed) {
    this.devnet = devnet;
    this.rpc = new Rpc(devnet);
    byte[] secret = new byte[32];
    secret[31] = (byte) seed;
    this.key = Secp256k1Key.fromBytes(secret);
  }

  FilAddress address() {
    return key.address();
  }

  /** Signs a message with estimated gas and the next nonce. */
  SignedMessage message(FilAddress to, AttoFil value, long method, byte[] params) {
    Message draft = Message.draft(to, key.address(), value, method, params);
    JsonNode priced = rpc.call("GasEstimateMessageGas", json(draft), Rpc.NULL, Rpc.NULL);
    return draft
        .withGas(
            priced.path("GasLimit").asLong(),
            AttoFil.parse(priced.path("GasFeeCap").asString()),
            AttoFil.parse(priced.path("GasPremium").asString()))
        .withNonce(rpc.call("MpoolGetNonce", key.address().toString()).asLong())
        .sign(key);
  }

  static ObjectNode json(Message m) {
    return Rpc.JSON
        .createObjectNode()
        .put("Version", 0)
        .put("To", m.to().toString())
        .put("From", m.from().toString())
        .put("Nonce", m.nonce())
        .put("Value", m.value().toString())
        .put("GasLimit", m.gasLimit())
        .put("GasFeeCap", m.gasFeeCap().toString())
        .put("GasPremium", m.gasPremium().toString())
        .put("Method", m.method())
        .put("Params", Base64.getEncoder().encodeToString(m.params()));
  }

  static ObjectNode json(SignedMessage signed) {
    ObjectNode json = Rpc.JSON.createObjectNode();
    json.set("Message", json(signed.message()));
    json.putObject("Signature")
        .put("Type", signed.signature().type().code())
        .put("Data", Base64.getEncoder().encodeToString(signed.signature().data()));
    return json;
  }

  /** Pushes a message, ticks until it executed, answers the lookup. */
  JsonNode execute(SignedMessage signed) {
    JsonNode cid = rpc.call("MpoolPush", json(signed));
    devnet.tick(2);
    return rpc.call("StateSearchMsg", Rpc.NULL, cid, -1, true);
  }

  SignedMessage allocationMessage(FilAddress provider, PieceCommitment piece) {
    AllocationRequest request =
        new AllocationRequest(
            provider.actorId(),
            piece.v1().v1(),
            piece.size(),
            DURATION,
            5_256_000,
            new Epoch(devnet.height() + 100_000));
    return message(
        FilAddress.DATACAP,
        AttoFil.ZERO,
        DatacapTransfer.METHOD,
        DatacapTransfer.params(List.of(request)));
  }

  /** Makes an allocation and answers its id. */
  long allocate(FilAddress provider, PieceCommitment piece) {
    JsonNode lookup = execute(allocationMessage(provider, piece));
    byte[] returned = Base64.getDecoder().decode(lookup.path("Receipt").path("Return").asString());
    return DatacapTransfer.decodeReturn(returned).getFirst();
  }

  JsonNode addEscrow(long fil) {
    return execute(
        message(
            FilAddress.MARKET,
            new AttoFil(BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(fil))),
            MarketBalance.ADD,
            MarketBalance.addParams(key.address())));
  }

  ObjectNode ddo(String ulid, FilAddress provider, CarSource source, long allocation) {
    ObjectNode deal = Rpc.JSON.createObjectNode();
    deal.put("identifier", ulid).put("client", key.address().toString());
    ObjectNode data = deal.putObject("data");
    data.putObject("piece_cid").put("/", source.commitment().v2().toString());
    data.putObject("format").putObject("car");
    ObjectNode url = data.putObject("source_http").putArray("urls").addObject();
    url.put("url", source.url()).put("priority", 0).put("fallback", false);
    url.putObject("headers").putArray("Authorization").add(CarSource.TOKEN);
    ObjectNode products = deal.putObject("products");
    ObjectNode ddo = products.putObject("ddo_v1");
    ddo.put("provider", provider.toString()).put("duration", DURATION);
    ddo.put("market_address", "").putNull("market_deal_id");
    if (allocation > 0) {
      ddo.put("allocation_id", allocation);
    }
    products
        .putObject("retrieval_v1")
        .put("indexing", true)
        .put("announce_payload", true)
        .put("announce_piece", false);
    return deal;
  }

  HttpResponse<String> propose(FilAddress provider, ObjectNode deal) {
    HttpRequest.Builder request =
        mk20(provider, "POST", "/deal").header("Content-Type", "application/json");
    return Rpc.send(
        request.method("POST", HttpRequest.BodyPublishers.ofString(deal.toString())).build());
  }

  HttpResponse<String> ddoStatus(FilAddress provider, String ulid) {
    return Rpc.send(mk20(provider, "GET", "/status/" + ulid).GET().build());
  }

  private HttpRequest.Builder mk20(FilAddress provider, String method, String path) {
    String whole = "/market/mk20" + path;
    return HttpRequest.newBuilder(URI.create(devnet.providerUrl(provider) + whole))
        .header("Authorization", CurioAuth.authorization(key, method, whole, Instant.now()));
  }

  DealProposal proposal(FilAddress provider, PieceCommitment piece, boolean verified) {
    BigInteger min =
        new BigInteger(
            rpc.call("StateDealProviderCollateralBounds", piece.size().bytes(), verified, Rpc.NULL)
                .path("Min")
                .asString());
    long start = devnet.height() + 2_000;
    return new DealProposal(
        piece.v1().v1(),
        piece.size(),
        verified,
        key.address(),
        provider,
        new DealLabel.Text("label"),
        new Epoch(start),
        new Epoch(start + DURATION),
        AttoFil.ZERO,
        new AttoFil(min.multiply(BigInteger.valueOf(12)).divide(BigInteger.TEN)),
        AttoFil.ZERO);
  }

  DealParams dealParams(UUID uuid, DealProposal proposal, CarSource source) {
    ClientDealProposal signed = proposal.sign(key);
    ObjectNode params = Rpc.JSON.createObjectNode().put("URL", source.url());
    params.putObject("Headers").put("Authorization", CarSource.TOKEN);
    Transfer transfer =
        new Transfer(
            "http", params.toString().getBytes(StandardCharsets.UTF_8), source.bytes().length, "");
    return new DealParams(
        uuid, transfer, false, Cid.sha256(Cid.RAW, source.bytes()), false, signed, false);
  }

  DealResponse store(FilAddress provider, DealParams params) {
    return DealResponse.decode(mk12(provider, "POST", "/market/mk12/store", params.cbor(), 200));
  }

  DealStatusResponse status(FilAddress provider, UUID uuid) {
    byte[] request = DealStatusRequest.of(uuid, key).cbor();
    return DealStatusResponse.decode(mk12(provider, "GET", "/market/mk12/status", request, 200));
  }

  byte[] mk12(FilAddress provider, String method, String path, byte[] body, int status) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(devnet.providerUrl(provider) + path))
            .header("Content-Type", "application/cbor")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> answer = Rpc.HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != status) {
        throw new AssertionError(path + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
