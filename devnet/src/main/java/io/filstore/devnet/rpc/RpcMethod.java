package io.filstore.devnet.rpc;

/**
 * One method.
 *
 * @param name without the {@code Filecoin.} prefix
 * @param permission needed to call it
 * @param arity exact number of positional parameters
 */
record RpcMethod(String name, Permission permission, int arity, Body body) {
  @FunctionalInterface
  interface Body {
    Result call(Params params);
  }

  static RpcMethod read(String name, int arity, Body body) {
    return new RpcMethod(name, Permission.READ, arity, body);
  }

  static RpcMethod write(String name, int arity, Body body) {
    return new RpcMethod(name, Permission.WRITE, arity, body);
  }
}
