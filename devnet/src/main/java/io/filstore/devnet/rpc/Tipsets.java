package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import java.util.Optional;

/** Finds the state that a tipset-key parameter means. */
final class Tipsets {
  private final Chain chain;

  Tipsets(Chain chain) {
    this.chain = chain;
  }

  /** The state seen from the tipset key at {@code index}; the head when it is null or empty. */
  HeadView at(Params params, int index) {
    Optional<Cid> key = params.tipsetKey(index);
    if (key.isEmpty()) {
      return chain.head();
    }
    return chain.tipsets().heightOf(key.get()).stream()
        .boxed()
        .flatMap(height -> chain.at(height).stream())
        .findFirst()
        .orElseThrow(() ->
            RpcException.application("loading tipset {%s}: block not found".formatted(key.get())));
  }

  /** Height of the tipset key at {@code index}, however old. */
  long heightOf(Params params, int index) {
    Optional<Cid> key = params.tipsetKey(index);
    return key.isEmpty()
        ? chain.head().height()
        : chain
            .tipsets()
            .heightOf(key.get())
            .orElseThrow(() ->
                RpcException.application(
                    "loading tipset {%s}: block not found".formatted(key.get())));
  }

  /** Actor id of an address, or the error that every method gives for an unknown one. */
  static long actorId(HeadView view, FilAddress address) {
    return view.state().resolve(address).orElseThrow(RpcException::actorNotFound);
  }
}
