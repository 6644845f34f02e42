package io.filstore.scheduler.network;

import io.filstore.filecoin.NetworkPrefix;

/** The networks that this service knows how to behave on. */
public enum FilecoinNetwork {
  /** The local simulator, or any private chain. */
  DEVNET(NetworkPrefix.MAIN),
  /** The public test network. */
  CALIBRATION(NetworkPrefix.TEST),
  /** Real money. */
  MAINNET(NetworkPrefix.MAIN);

  private final NetworkPrefix prefix;

  FilecoinNetwork(NetworkPrefix prefix) {
    this.prefix = prefix;
  }

  /** The letter that this network's nodes and providers put in front of addresses. */
  public NetworkPrefix prefix() {
    return prefix;
  }

  /** Whether a node of this network calls it so; mainnet's name is historical. */
  public boolean answersTo(String name) {
    boolean main = name.equals("testnetnet") || name.equals("mainnet");
    boolean calibration = name.equals("calibrationnet");
    return switch (this) {
      case MAINNET -> main;
      case CALIBRATION -> calibration;
      case DEVNET -> !main && !calibration;
    };
  }
}
