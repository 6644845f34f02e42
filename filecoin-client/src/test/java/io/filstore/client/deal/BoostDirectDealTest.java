package io.filstore.client.deal;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.filecoin.Epoch;
import io.filstore.filecoin.FilAddress;
import io.filstore.filecoin.NetworkPrefix;
import io.filstore.multiformats.Cid;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Direct deals at one's own boostd: it takes what it has never heard of. */
class BoostDirectDealTest extends DealTransportContract<FakeBoost> {

  private static final FilAddress MINER = FilAddress.id(1000);
  private static final String PIECE =
      "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";
  private final AtomicLong allocations = new AtomicLong();

  @Override
  FakeBoost start() {
    return new FakeBoost("f01000");
  }

  @Override
  BoostTransport transport(ProviderAddresses addresses) {
    return new BoostTransport(addresses, provider.url(), "token");
  }

  @Override
  DealOffer offer() {
    return deal(allocations.incrementAndGet()).offer();
  }

  private DirectDeal deal(long allocation) {
    return new DirectDeal(
        UUID.randomUUID(),
        allocation,
        Cid.parse(PIECE),
        key.address(),
        NetworkPrefix.MAIN,
        new Epoch(5_000_000),
        new Epoch(5_518_400),
        "/cars/" + PIECE + ".car");
  }

  @Override
  FakeCurio.Fault refusal(String text) {
    return new FakeCurio.Fault.Refuse(200, text);
  }

  private BoostTransport boost() {
    return transport(ProviderAddresses.any());
  }

  @Test
  void theParametersHaveBoostsNames() {
    DirectDeal deal = deal(7);
    JsonNode params = JsonMapper.shared().readTree(deal.offer().body()).path("direct_deal");

    assertThat(params)
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"DealUUID":"%s","AllocationID":7,"PieceCid":{"/":"%s"},"ClientAddr":"%s",
                     "StartEpoch":5000000,"EndEpoch":5518400,"FilePath":"/cars/%s.car",
                     "DeleteAfterImport":false,"RemoveUnsealedCopy":false,"SkipIPNIAnnounce":false}
                    """
                        .formatted(deal.uuid(), PIECE, key.address(), PIECE)));
  }

  @Test
  void anAllocationThatIsInUseThereIsRefused() {
    boost().propose(provider.url(), deal(7).offer(), key);

    assertThat(boost().propose(provider.url(), deal(7).offer(), key))
        .isInstanceOfSatisfying(
            ProposalOutcome.Rejected.class,
            no -> assertThat(no.cause()).isEqualTo(RejectionCause.ALLOCATION_UNFIT));
    assertThat(provider.kept()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot propose direct deal with piece CID baga: current epoch 90 has passed direct deal proposal start epoch 80|START_EPOCH_OUT_OF_RANGE",
        "allocation 7 not found for client f1abc|ALLOCATION_UNKNOWN",
        "allocation provider 1001 does not match miner address f01000|ALLOCATION_UNFIT",
        "allocation term min 5256000 is longer than the sector lifetime 1814400|DURATION_OUT_OF_RANGE",
        "panic in rpc method 'Filecoin.BoostDirectDeal': runtime error: invalid memory address|PROVIDER_ERROR"
      })
  void itsTextsAreSorted(String text, RejectionCause cause) {
    provider.next(refusal(text));

    assertThat(boost().propose(provider.url(), offer(), key))
        .isEqualTo(new ProposalOutcome.Rejected(cause, "boost-1", text));
  }

  @ParameterizedTest
  @CsvSource({
    "Transferred,'',auto,Transferred,''",
    "AddedPiece,'',auto,AddedPiece,''",
    "Complete,'',auto,Complete,''",
    "Accepted,the disk is full,auto,Paused at Accepted: the disk is full,''",
    "Accepted,commp mismatch,manual,Paused at Accepted: commp mismatch,''",
    "Complete,failed to open file,fatal,Complete,failed to open file",
    "Complete,Cancelled,auto,Complete,Cancelled"
  })
  void onlyADealThatWillNotGoOnHasFailed(
      String checkpoint, String error, String retry, String status, String failure) {
    DealOffer offer = offer();
    boost().propose(provider.url(), offer, key);
    provider.everyDealIsAt(checkpoint);
    provider.everyDealSays(error, retry);

    assertThat(boost().status(provider.url(), offer, key))
        .isEqualTo(new OfferStatus.Stored(status, failure, null, 0, 0));
  }

  @Test
  void aBoostdIsUsableForItsOwnMinerAndWithATokenThatMayImport() {
    assertThat(boost().unusable(provider.url(), MINER)).isEmpty();
    assertThat(boost().unusable(provider.url(), FilAddress.id(1001)))
        .hasValueSatisfying(why -> assertThat(why).contains("is of the miner 'f01000'"));

    provider.wantsToken("another");

    assertThat(boost().unusable(provider.url(), MINER))
        .hasValueSatisfying(why -> assertThat(why).contains("lacks the permission admin"));
    provider.close();
    assertThat(boost().unusable(provider.url(), MINER)).isPresent();
  }
}
