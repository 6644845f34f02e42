package io.filstore.devnet.actors;

import io.filstore.devnet.actors.market.Deal;
import io.filstore.devnet.actors.miner.Activation;
import io.filstore.devnet.actors.miner.Miner;
import io.filstore.devnet.actors.miner.MinerEvents;
import io.filstore.devnet.actors.miner.Sector;
import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.Call;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.devnet.actors.verifreg.ClaimRequest;
import io.filstore.filecoin.FilAddress;
import io.filstore.ipld.CborWriter;

/** Methods of a miner actor: the activation of a sector with one piece. */
final class MinerMethods {
  private final WorldState state;

  MinerMethods(WorldState state) {
    this.state = state;
  }

  byte[] invoke(Call call, long minerId, long method, byte[] params) {
    if (method != Activation.METHOD) {
      throw Methods.unhandled(FilAddress.id(minerId), method);
    }
    Miner miner = state.miners().find(minerId).orElseThrow();
    if (call.caller() != miner.worker()) {
      throw new ActorException(
          ExitCode.FORBIDDEN, "caller f0%d is not the worker".formatted(call.caller()));
    }
    long sector = activate(call, miner, Activation.decode(params));
    return new CborWriter().uint(sector).toBytes();
  }

  private long activate(Call call, Miner miner, Activation a) {
    long number = state.miners().takeSectorNumber(miner);
    boolean verified = a.allocation() != 0;
    if (a.deal() != 0) {
      Deal deal = state.market().activate(call, a.deal(), miner.id(), number, a.expiration());
      requireSamePiece(deal, a);
      verified = deal.allocation() != 0;
      if (verified) {
        claim(
            call,
            miner,
            new Activation(
                a.piece(), a.size(), a.expiration(), a.deal(), deal.client(), deal.allocation()),
            number);
      }
    } else if (verified) {
      claim(call, miner, a, number);
    }
    state
        .miners()
        .add(
            new Sector(
                miner.id(), number, call.epoch(), a.expiration(), verified, a.size(), false));
    call.emit(MinerEvents.activated(miner.id(), number, a));
    return number;
  }

  private void claim(Call call, Miner miner, Activation a, long sector) {
    ClaimRequest request =
        new ClaimRequest(miner.id(), a.client(), a.allocation(), a.piece(), a.size());
    state.registry().claim(call, request, sector, a.expiration() - call.epoch());
  }

  private static void requireSamePiece(Deal deal, Activation a) {
    if (!deal.proposal().pieceCid().equals(a.piece())
        || deal.proposal().pieceSize().bytes() != a.size()) {
      throw new ActorException(
          ExitCode.ILLEGAL_ARGUMENT, "deal %d is for another piece".formatted(deal.id()));
    }
  }
}
