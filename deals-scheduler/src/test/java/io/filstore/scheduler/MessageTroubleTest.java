package io.filstore.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.chain.ChainError;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deal;
import io.filstore.db.deal.DealState;
import io.filstore.filecoin.AttoFil;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.SignedMessage;
import io.filstore.scheduler.wallet.ClientWallet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wallet's key used elsewhere, and endpoints that do not find what was executed. */
class MessageTroubleTest {

  private static final String TAKEN =
      "found message with equal nonce as the one we are looking for that is NOT a valid replacement message";

  private final World world = new World("--filstore.deals.replicas=1");

  @BeforeEach
  void fund() {
    world.fund(100, 1 << 20);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A full node says that the nonce is taken, a gateway just finds nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageWhoseNonceIsTakenIsReplacedOnceItCanNeverRun(boolean nodeSaysSo) {
    world.before(takingTheNonceOnce(nodeSaysSo));
    String piece = world.piece();

    world.run(80);

    assertThat(world.deals(piece))
        .extracting(Deal::state)
        .containsExactly(DealState.FAILED, DealState.ACCEPTED);
    Deal lost = world.deals(piece).getFirst();
    assertThat(lost.causeCode()).isEqualTo("message_lost");
    assertThat(lost.causeText()).contains("nonce 0", world.wallet().toString());
    assertThat(world.allocations(piece).values()).containsExactly(1L);
    assertThat(world.messages()).isEqualTo(2);
    DatacapLedger ledger = world.bean(DatacapLedger.class);
    assertThat(ledger.spent(world.wallet().toString())).isEqualTo(World.PADDED);
    assertThat(ledger.reserved(world.wallet().toString())).isZero();
  }

  @Test
  void anExecutedMessageThatTheEndpointDoesNotFindIsNotSentAnew() {
    world.before((method, arguments) -> method.equals("searchMessage") ? Optional.empty() : null);
    String piece = world.piece();

    world.run(80);

    assertThat(world.deals(piece)).extracting(Deal::state).containsExactly(DealState.ACCEPTED);
    assertThat(world.allocations(piece)).isEqualTo(Map.of(1000L, 1L));
    assertThat(world.messages()).isEqualTo(1);
  }

  @Test
  void aMessageThatThePoolDoesNotTakeSaysWhy() {
    AtomicInteger refusals = new AtomicInteger(3);
    world.before((method, arguments) -> {
      if (method.equals("push") && refusals.getAndDecrement() > 0) {
        throw new ChainError("MpoolPush", 1, "gas fee cap too low");
      }
      return null;
    });
    String piece = world.piece();

    world.run(3);
    Deal blocked = world.deals(piece).getFirst();
    assertThat(blocked.state()).isEqualTo(DealState.BLOCKED);
    assertThat(blocked.causeCode()).isEqualTo("message_refused");
    assertThat(blocked.causeText()).isEqualTo("gas fee cap too low");

    world.run(80);
    assertThat(world.deals(piece)).extracting(Deal::state).containsExactly(DealState.ACCEPTED);
    assertThat(world.messages()).isEqualTo(1);
  }

  private World.Before takingTheNonceOnce(boolean nodeSaysSo) {
    List<SignedMessage> taken = new java.util.concurrent.CopyOnWriteArrayList<>();
    return (method, arguments) -> {
      if (method.equals("push") && taken.isEmpty()) {
        SignedMessage ours = (SignedMessage) arguments[0];
        taken.add(ours);
        world.chain.push(elsewhere(ours.message()));
        world.devnet.tick();
      }
      boolean asksForIt =
          method.equals("searchMessage")
              && !taken.isEmpty()
              && taken.getFirst().cid().equals(arguments[0]);
      return asksForIt ? found(nodeSaysSo) : null;
    };
  }

  private static @Nullable Object found(boolean nodeSaysSo) {
    if (nodeSaysSo) {
      throw new ChainError("StateSearchMsg", 1, TAKEN);
    }
    return Optional.empty();
  }

  private SignedMessage elsewhere(Message ours) {
    Message other =
        new Message(
            0,
            world.wallet(),
            world.wallet(),
            ours.nonce(),
            AttoFil.ZERO,
            ours.gasLimit(),
            ours.gasFeeCap(),
            ours.gasPremium(),
            0,
            new byte[0]);
    return new SignedMessage(other, world.bean(ClientWallet.class).key().sign(other.cid().bytes()));
  }
}
