package io.filstore.devnet.actors;

import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.verifreg.RemovedAllocations;
import io.filstore.filecoin.FilAddress;
import io.filstore.ipld.CborReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Methods of f06: RemoveExpiredAllocations, which anybody may send. */
final class RegistryMethods {
  private static final long REMOVE_EXPIRED = 8;
  private static final long REMOVE_EXPIRED_FRC42 = 2421068268L;

  private final WorldState state;

  RegistryMethods(WorldState state) {
    this.state = state;
  }

  byte[] invoke(Call call, long method, byte[] params) {
    if (method != REMOVE_EXPIRED && method != REMOVE_EXPIRED_FRC42) {
      throw Methods.unhandled(FilAddress.VERIFREG, method);
    }
    CborReader in = new CborReader(params);
    in.array(2);
    long client = in.uint();
    int count = in.array();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(in.uint());
    }
    in.end();
    RemovedAllocations removed = state.registry().removeExpired(call, client, ids);
    state.dataCap().mint(client, BigInteger.valueOf(removed.recovered()));
    return removed.cbor();
  }
}
