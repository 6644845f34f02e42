package io.filstore.devnet.actors.account;

import io.filstore.devnet.actors.runtime.ActorException;
import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.filecoin.FilAddress;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every key account, by id and by key. Ids of new accounts count up from {@value #FIRST_ID}. */
public final class Accounts {
  private static final long FIRST_ID = 3000;

  private final TreeMap<Long, Account> byId;
  private final Map<FilAddress, Long> idOf;
  private long nextId;

  public Accounts() {
    this(new TreeMap<>(), new HashMap<>(), FIRST_ID);
  }

  private Accounts(TreeMap<Long, Account> byId, Map<FilAddress, Long> idOf, long nextId) {
    this.byId = byId;
    this.idOf = idOf;
    this.nextId = nextId;
  }

  public Accounts copy() {
    return new Accounts(new TreeMap<>(byId), new HashMap<>(idOf), nextId);
  }

  /** The account behind a key or id address. */
  public Optional<Account> find(FilAddress address) {
    Long id =
        address.protocol() == FilAddress.Protocol.ID
            ? Long.valueOf(address.actorId())
            : idOf.get(address);
    return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
  }

  public Optional<Account> find(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Collection<Account> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** Registers an account under a fixed id; only at genesis. */
  public void create(long id, FilAddress key, BigInteger balance) {
    byId.put(id, new Account(id, key, balance, 0));
    idOf.put(key, id);
  }

  /** The account of a key, created with the next id when it is new. */
  public Account ofKey(FilAddress key) {
    Optional<Account> known = find(key);
    if (known.isPresent()) {
      return known.get();
    }
    create(nextId, key, BigInteger.ZERO);
    return find(nextId++).orElseThrow();
  }

  public void credit(long id, BigInteger amount) {
    byId.computeIfPresent(id, (any, a) -> a.withBalance(a.balance().add(amount)));
  }

  /**
   * Takes money.
   *
   * @throws ActorException with SYS_INSUFFICIENT_FUNDS when the balance is too small
   */
  public void debit(long id, BigInteger amount) {
    Account account = byId.get(id);
    if (account == null || account.balance().compareTo(amount) < 0) {
      BigInteger held = account == null ? BigInteger.ZERO : account.balance();
      throw new ActorException(
          ExitCode.SYS_INSUFFICIENT_FUNDS,
          "f0%d holds %s attoFIL, %s are needed".formatted(id, held, amount));
    }
    byId.put(id, account.withBalance(account.balance().subtract(amount)));
  }

  /** Takes what is there, at most {@code amount}: gas of a message that was let in. */
  public void burn(long id, BigInteger amount) {
    byId.computeIfPresent(
        id, (any, a) -> a.withBalance(a.balance().subtract(amount.min(a.balance()))));
  }

  public void useNonce(long id) {
    byId.computeIfPresent(id, (any, a) -> a.withNonce(a.nonce() + 1));
  }
}
