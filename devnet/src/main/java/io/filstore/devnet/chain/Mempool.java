package io.filstore.devnet.chain;

import io.filstore.devnet.actors.WorldState;
import io.filstore.devnet.actors.account.Account;
import io.filstore.filecoin.Message;
import io.filstore.filecoin.Signatures;
import io.filstore.filecoin.SignedMessage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Messages waiting for a tipset, per sender in order of nonce. Guarded by the chain's lock. */
final class Mempool {
  private static final int MAX_PER_SENDER = 1000;

  private final Map<Long, TreeMap<Long, SignedMessage>> bySender = new LinkedHashMap<>();

  /**
   * Checks a message against the state and what waits already.
   *
   * @param expected nonce below which everything is on the chain
   * @return false when the very same message is waiting already
   * @throws MpoolException when it cannot be taken
   */
  boolean check(SignedMessage signed, WorldState state, long expected) {
    Message message = signed.message();
    BigInteger cost = cost(message);
    Account sender =
        state
            .accounts()
            .find(message.from())
            .orElseThrow(() -> new MpoolException("mpool push: not enough funds: 0 < " + cost));
    checkSignature(signed, sender);
    if (message.nonce() < expected) {
      throw new MpoolException("message nonce too low");
    }
    if (sender.balance().compareTo(cost) < 0) {
      throw new MpoolException(
          "mpool push: not enough funds: %s < %s".formatted(sender.balance(), cost));
    }
    return checkReplacement(signed, sender.id());
  }

  private static BigInteger cost(Message message) {
    return message
        .value()
        .atto()
        .add(message.gasFeeCap().atto().multiply(BigInteger.valueOf(message.gasLimit())));
  }

  private static void checkSignature(SignedMessage signed, Account sender) {
    byte[] signedBytes = signed.message().cid().bytes();
    if (!Signatures.verify(sender.key(), signedBytes, signed.signature())) {
      throw new MpoolException(
          "mpool push: signature verification failed: signature did not match");
    }
  }

  private boolean checkReplacement(SignedMessage signed, long sender) {
    TreeMap<Long, SignedMessage> waiting = bySender.getOrDefault(sender, new TreeMap<>());
    SignedMessage known = waiting.get(signed.message().nonce());
    if (known == null) {
      if (waiting.size() >= MAX_PER_SENDER) {
        throw new MpoolException("too many pending messages for actor f0" + sender);
      }
      return true;
    }
    if (known.cid().equals(signed.cid())) {
      return false;
    }
    BigInteger least =
        known.message().gasPremium().atto().multiply(BigInteger.valueOf(5)).shiftRight(2);
    if (signed.message().gasPremium().atto().compareTo(least) < 0) {
      throw new MpoolException(
          "message from %s with nonce %d already in mpool, increase GasPremium to %s: replace by fee has too low GasPremium"
              .formatted(signed.message().from(), signed.message().nonce(), least));
    }
    return true;
  }

  void add(SignedMessage signed, long sender) {
    bySender.computeIfAbsent(sender, any -> new TreeMap<>()).put(signed.message().nonce(), signed);
  }

  /** First nonce from {@code expected} that no waiting message has. */
  long nextNonce(long sender, long expected) {
    TreeMap<Long, SignedMessage> waiting = bySender.getOrDefault(sender, new TreeMap<>());
    long nonce = expected;
    while (waiting.containsKey(nonce)) {
      nonce++;
    }
    return nonce;
  }

  /** Takes out what can go into the next tipset: without nonce gaps, senders in arrival order. */
  List<SignedMessage> takeReady(WorldState state) {
    List<SignedMessage> ready = new ArrayList<>();
    for (Map.Entry<Long, TreeMap<Long, SignedMessage>> entry : bySender.entrySet()) {
      Optional<Account> sender = state.accounts().find(entry.getKey());
      if (sender.isEmpty()) {
        continue;
      }
      long nonce = sender.get().nonce();
      entry.getValue().headMap(nonce).clear();
      Optional<SignedMessage> next = remove(entry.getValue(), nonce);
      while (next.isPresent()) {
        ready.add(next.get());
        next = remove(entry.getValue(), ++nonce);
      }
    }
    bySender.values().removeIf(TreeMap::isEmpty);
    return ready;
  }

  private static Optional<SignedMessage> remove(TreeMap<Long, SignedMessage> from, long nonce) {
    return Optional.ofNullable(from.remove(nonce));
  }

  /**
   * Puts messages of tipsets that were taken back before those that wait. Senders that do not exist
   * any more lose theirs.
   */
  void putBack(List<SignedMessage> messages, WorldState state) {
    List<SignedMessage> all = new ArrayList<>(messages);
    all.addAll(waiting());
    bySender.clear();
    for (SignedMessage signed : all) {
      state.accounts().find(signed.message().from()).ifPresent(sender -> add(signed, sender.id()));
    }
  }

  List<SignedMessage> waiting() {
    return bySender.values().stream().flatMap(m -> m.values().stream()).toList();
  }
}
