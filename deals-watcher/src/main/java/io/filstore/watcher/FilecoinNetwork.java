package io.filstore.watcher;

/** The chain that the operator means (FILECOIN_NETWORK); what the node calls itself may differ. */
public enum FilecoinNetwork {
  DEVNET,
  CALIBRATION,
  MAINNET
}
