package io.filstore.client.chain;

/** The node answered with a JSON-RPC error object (codes: go-jsonrpc, lotus api/api_errors.go). */
public final class ChainError extends ChainException {

  private static final long serialVersionUID = 1L;

  /** The address was never used on chain. */
  public static final int ACTOR_NOT_FOUND = 11;

  private static final int METHOD_NOT_FOUND = -32601;

  private final int code;
  private final String text;

  public ChainError(String method, int code, String text) {
    super(method + " answered error " + code + ": " + text, null);
    this.code = code;
    this.text = text;
  }

  /** The JSON-RPC error code; 1 is any application error, -326xx are protocol errors. */
  public int code() {
    return code;
  }

  /** The node's own words. */
  public String text() {
    return text;
  }

  /**
   * Whether the search for a message met another call with its nonce (lotus chain/stmgr,
   * tipsetExecutedMessage): in that chain the message can never run.
   */
  public boolean saysNonceTaken() {
    return says("equal nonce") && says("NOT a valid replacement message");
  }

  /** Whether the node does not have this method: unknown, switched off, or refused by a gateway. */
  public boolean saysUnsupported() {
    return code == METHOD_NOT_FOUND || says("method not supported");
  }

  /** Whether the node's words contain this. */
  public boolean says(String part) {
    return text.contains(part);
  }
}
