package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadView;
import io.filstore.devnet.chain.Tipset;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Cid;
import java.util.Optional;

/** Finds the state that a tipset-key parameter means. */
final class Tipsets {
  private final NodeView node;
  private final Chain chain;

  Tipsets(NodeView node) {
    this.node = node;
    this.chain = node.chain();
  }

  /** The state seen from the tipset key at {@code index}; the head when it is null or empty. */
  HeadView at(Params params, int index) {
    Optional<Cid> key = params.tipsetKey(index);
    return key.isEmpty() ? node.head() : chain.at(key.get()).orElseThrow(() -> notFound(key.get()));
  }

  /** Height of the tipset key at {@code index}, however old. */
  long heightOf(Params params, int index) {
    Optional<Cid> key = params.tipsetKey(index);
    return key.isEmpty() ? node.height() : tipset(key.get()).height();
  }

  /** The tipset of a key, however old; the head's when there is none. */
  Tipset tipset(Params params, int index) {
    return params
        .tipsetKey(index)
        .map(this::tipset)
        .orElseGet(() -> chain.tipsets().tipset(node.height()));
  }

  private Tipset tipset(Cid key) {
    return chain.tipset(key).orElseThrow(() -> notFound(key));
  }

  private static RpcException notFound(Cid key) {
    return RpcException.application("loading tipset {%s}: block not found".formatted(key));
  }

  /** Actor id of an address, or the error that every method gives for an unknown one. */
  static long actorId(HeadView view, FilAddress address) {
    return view.state().resolve(address).orElseThrow(RpcException::actorNotFound);
  }
}
