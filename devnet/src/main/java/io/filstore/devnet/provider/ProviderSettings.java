package io.filstore.devnet.provider;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the providers behave.
 *
 * @param dir folder for their journals, downloads and pieces
 * @param bindAddress interface their servers listen on
 * @param host name or IPv4 address they announce on the chain
 * @param port of the first, the others count up; 0 for random ports
 * @param publishDelay epochs between a finished transfer and the publish message
 * @param sealDelay epochs between publish (or transfer, for DDO) and activation
 * @param minPiece smallest padded piece taken
 * @param maxPiece largest padded piece taken
 * @param price attoFIL per GiB and epoch for unverified deals
 * @param verifiedPrice the same for verified deals
 * @param attempts tries of one download before the deal fails
 * @param retryPause pause before the second try; doubles each time
 */
public record ProviderSettings(
    Path dir,
    String bindAddress,
    String host,
    int port,
    long publishDelay,
    long sealDelay,
    long minPiece,
    long maxPiece,
    BigInteger price,
    BigInteger verifiedPrice,
    int attempts,
    Duration retryPause) {

  int portOf(int index) {
    return port == 0 ? 0 : port + index;
  }
}
