package io.filstore.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * Kills the process, as far as a test can: at the n-th place where it touches the chain or commits,
 * once before and once after the effect. What was written stays, what the code had in hand is gone.
 */
public final class Crashes {

  /** Not an exception that any code would handle. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String place) {
      super(place);
    }
  }

  private static final int NEVER = Integer.MAX_VALUE;

  private final AtomicInteger places = new AtomicInteger();
  private volatile int at = NEVER;

  /** Counts from here and dies at that place, once. */
  public void dieAt(int place) {
    places.set(0);
    at = place;
  }

  public void never() {
    at = NEVER;
  }

  /** Whether the place was not reached since {@link #dieAt}. */
  public boolean pending() {
    return at != NEVER;
  }

  private void place(String name) {
    if (places.incrementAndGet() == at) {
      at = NEVER;
      throw new Crash(name);
    }
  }

  /** The peer, with a place before and after each of its methods. */
  public <T> T around(Class<T> type, T peer) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              place("before " + method.getName());
              @Nullable Object result;
              try {
                result = method.invoke(peer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
              place("after " + method.getName());
              return result;
            });
    return type.cast(proxy);
  }

  /** The transaction manager, with a place before and after each outermost commit. */
  public PlatformTransactionManager around(PlatformTransactionManager manager) {
    return new PlatformTransactionManager() {
      @Override
      public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        return manager.getTransaction(definition);
      }

      @Override
      public void commit(TransactionStatus status) {
        boolean outermost = status.isNewTransaction();
        if (outermost) {
          dieRolledBack(status);
        }
        manager.commit(status);
        if (outermost) {
          place("after commit");
        }
      }

      private void dieRolledBack(TransactionStatus status) {
        try {
          place("before commit");
        } catch (Crash crash) {
          manager.rollback(status);
          throw crash;
        }
      }

      @Override
      public void rollback(TransactionStatus status) {
        manager.rollback(status);
      }
    };
  }
}
