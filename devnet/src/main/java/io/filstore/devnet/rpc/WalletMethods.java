package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.write;

import io.filstore.devnet.chain.NodeKeys;
import io.filstore.filecoin.BlsKey;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.KeyType;
import io.filstore.filecoin.LocalKey;
import io.filstore.filecoin.Secp256k1Key;
import io.filstore.filecoin.Signature;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The node's wallet, for those who let it sign. Its keys are gone with the process; by themselves
 * clients sign with their own.
 */
final class WalletMethods implements MethodGroup {
  private final NodeKeys keys;
  private final SecureRandom random = new SecureRandom();

  WalletMethods(NodeKeys keys) {
    this.keys = keys;
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        write("WalletNew", 1, this::make),
        write("WalletHas", 1, p -> Result.of(keys.find(p.address(0)).isPresent())),
        write("WalletList", 0, p -> list()),
        new RpcMethod("WalletSign", Permission.SIGN, 2, this::sign),
        new RpcMethod("WalletImport", Permission.ADMIN, 1, this::importKey));
  }

  private Result list() {
    ArrayNode all = LotusJson.array();
    keys.addresses().forEach(all::add);
    return Result.of(all);
  }

  private Result make(Params params) {
    LocalKey key =
        params.node(0).asString("").equals("bls")
            ? BlsKey.generate(random)
            : Secp256k1Key.generate(random);
    return keep(key);
  }

  private Result importKey(Params params) {
    JsonNode info = params.node(0);
    try {
      KeyType type = KeyType.of(info.path("Type").asString("")).orElseThrow();
      return keep(
          LocalKey.of(type, Base64.getDecoder().decode(info.path("PrivateKey").asString(""))));
    } catch (RuntimeException e) {
      throw RpcException.application("failed to import key: it is not one");
    }
  }

  private Result keep(LocalKey key) {
    keys.add(key);
    return Result.of(LotusJson.address(key.address()));
  }

  private Result sign(Params params) {
    FilAddress address = params.address(0);
    LocalKey key =
        keys.find(address)
            .orElseThrow(() ->
                RpcException.application(
                    "signing using key '%s': key info not found".formatted(address)));
    Signature signature = key.sign(params.bytes(1));
    return Result.of(
        LotusJson.object()
            .put("Type", signature.type().code())
            .put("Data", LotusJson.base64(signature.data())));
  }
}
