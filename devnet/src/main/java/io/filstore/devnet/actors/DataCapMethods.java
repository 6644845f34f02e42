package io.filstore.devnet.actors;

import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.devnet.actors.verifreg.NewAllocation;
import io.filstore.filecoin.AllocationRequest;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.DatacapTransfer;
import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;
import java.util.List;

/** Methods of f07: only Transfer to f06, which makes allocations. */
final class DataCapMethods {
  private final WorldState state;

  DataCapMethods(WorldState state) {
    this.state = state;
  }

  byte[] invoke(Call call, long method, byte[] params) {
    if (method != DatacapTransfer.METHOD) {
      throw Methods.unhandled(FilAddress.DATACAP, method);
    }
    return transfer(call, params);
  }

  private byte[] transfer(Call call, byte[] params) {
    DatacapTransfer transfer = DatacapTransfer.decodeParams(params);
    if (!transfer.to().equals(FilAddress.VERIFREG)) {
      throw new ActorException(
          ExitCode.FORBIDDEN,
          "transfer not allowed from %s to %s (governor is %s)"
              .formatted(FilAddress.id(call.caller()), transfer.to(), FilAddress.VERIFREG));
    }
    List<NewAllocation> wanted =
        transfer.requests().stream().map(DataCapMethods::newAllocation).toList();
    wanted.forEach(allocation -> check(call, allocation));
    BigInteger bytes = total(wanted);
    requireSameAmount(bytes, transfer.amount().atto());
    state.dataCap().burn(call.caller(), bytes);
    List<Long> ids = state.registry().allocate(call, call.caller(), wanted);
    BigInteger left =
        state.dataCap().balance(call.caller()).multiply(DatacapTransfer.UNITS_PER_BYTE);
    return DatacapTransfer.encodeReturn(new AttoFil(left), AttoFil.ZERO, ids);
  }

  private static NewAllocation newAllocation(AllocationRequest request) {
    return new NewAllocation(
        request.provider(),
        request.data(),
        request.size().bytes(),
        request.termMin(),
        request.termMax(),
        request.expiration().value());
  }

  private void check(Call call, NewAllocation wanted) {
    wanted.check(call);
    if (state.miners().find(wanted.provider()).isEmpty()) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT,
          "allocation provider f0%d must be a miner actor".formatted(wanted.provider()));
    }
  }

  private static BigInteger total(List<NewAllocation> wanted) {
    return wanted.stream()
        .map(a -> BigInteger.valueOf(a.size()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static void requireSameAmount(BigInteger bytes, BigInteger received) {
    BigInteger units = bytes.multiply(DatacapTransfer.UNITS_PER_BYTE);
    if (!units.equals(received)) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT,
          "total allocation size %s must match data cap amount received %s"
              .formatted(units, received));
    }
  }
}
