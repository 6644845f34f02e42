package io.filstore.devnet.rpc;

import java.util.List;

/** Methods about one subject. */
interface MethodGroup {
  List<RpcMethod> methods();
}
