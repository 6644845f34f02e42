package io.filstore.devnet;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The devnet's settings.
 *
 * @param network what the services are set to; this simulator is the devnet and plays no other
 * @param dir folder of chain, deals and pieces
 * @param blockDelay time between tipsets; 0 leaves ticking to {@code POST /devnet/tick}
 * @param finality epochs behind the head that count as final
 * @param providers how many storage providers there are, f01000 onwards
 * @param providerPort port of the first provider, the others count up; 0 for random ports
 * @param providerHost name or IPv4 address under which clients reach the providers
 * @param bindAddress interface the providers listen on
 * @param lotusToken token that JSON-RPC writes need; without one everybody may write
 * @param publishDelay epochs between transfer and publish message of f05 deals
 * @param sealDelay epochs between publish (DDO: transfer) and activation
 * @param minVerifiedPiece smallest padded piece of an allocation, bytes
 * @param minDealDuration shortest deal and allocation term, epochs
 * @param maxPiece largest padded piece that a provider takes, bytes
 * @param price asked for unverified data, attoFIL per GiB and epoch
 * @param verifiedPrice asked for verified data, attoFIL per GiB and epoch
 * @param downloadAttempts tries of one download before the provider gives the deal up
 * @param downloadRetryPause pause before the second try; doubles each time
 * @param legacyClient whether the node has the market client that Lotus had up to 1.27.0
 */
@ConfigurationProperties("devnet")
public record DevnetProperties(
    @DefaultValue("devnet") String network,
    @DefaultValue("./data/devnet") Path dir,
    @DefaultValue("1s") Duration blockDelay,
    @DefaultValue("5") long finality,
    @DefaultValue("2") int providers,
    @DefaultValue("17411") int providerPort,
    @DefaultValue("127.0.0.1") String providerHost,
    @DefaultValue("127.0.0.1") String bindAddress,
    @DefaultValue("") String lotusToken,
    @DefaultValue("1") long publishDelay,
    @DefaultValue("3") long sealDelay,
    @DefaultValue("256") long minVerifiedPiece,
    @DefaultValue("518400") long minDealDuration,
    @DefaultValue("68719476736") long maxPiece,
    @DefaultValue("0") BigInteger price,
    @DefaultValue("0") BigInteger verifiedPrice,
    @DefaultValue("6") int downloadAttempts,
    @DefaultValue("500ms") Duration downloadRetryPause,
    @DefaultValue("false") boolean legacyClient) {

  public DevnetProperties {
    if (!network.isBlank() && !network.equals("devnet")) {
      throw new IllegalArgumentException(
          "FILECOIN_NETWORK is "
              + network
              + ": the devnet is a simulator and does not start beside a real network");
    }
  }

  /** The token must not reach a log. */
  @Override
  public String toString() {
    return "DevnetProperties[dir=" + dir + ", providers=" + providers + "]";
  }
}
