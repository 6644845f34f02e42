package io.filstore.gateway.account;

import io.filstore.gateway.idempotency.Idempotency;
import io.filstore.ids.Ulid;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Tickets with which a web page opens a push connection, because a browser lets it set no header
 * there: good for half a minute and once, at whichever gateway. The text is signed under the pepper
 * and names the key, which must still be valid.
 */
@Component
public final class EventTickets {
  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final String PURPOSE = "event ticket 1\n";
  private static final String PREFIX = "fst_";

  private final Callers callers;
  private final AccountProperties properties;
  private final Idempotency used;
  private final Clock clock;

  EventTickets(Callers callers, AccountProperties properties, Idempotency used, Clock clock) {
    this.callers = callers;
    this.properties = properties;
    this.used = used;
    this.clock = clock;
  }

  /** A ticket and the end of its life. */
  public record Ticket(String text, Instant expiresAt) {
    @Override
    public String toString() {
      return "Ticket[hidden]";
    }
  }

  /** Makes a ticket for what the caller's key may hear. */
  public Ticket issue(Caller caller) {
    Instant end = clock.instant().plus(LIFE);
    String content =
        String.join(
            " ",
            caller.accountId(),
            caller.key().id(),
            Long.toString(end.toEpochMilli()),
            Ulid.next());
    String text = encode(content.getBytes(StandardCharsets.UTF_8)) + "." + encode(sign(content));
    return new Ticket(PREFIX + text, end);
  }

  /** Who the ticket was made for, the first time and while it lives. */
  Optional<Caller> redeem(String text) {
    if (!text.matches(PREFIX + "[A-Za-z0-9_-]{1,400}\\.[A-Za-z0-9_-]{43}")) {
      return Optional.empty();
    }
    String[] parts = text.substring(PREFIX.length()).split("\\.", 2);
    Optional<String> content = decode(parts[0]);
    Optional<byte[]> signature = bytes(parts[1]);
    if (content.isEmpty()
        || signature.isEmpty()
        || !MessageDigest.isEqual(signature.get(), sign(content.get()))) {
      return Optional.empty();
    }
    String[] said = content.get().split(" ", -1);
    Instant end = Instant.ofEpochMilli(Long.parseLong(said[2]));
    if (!clock.instant().isBefore(end)) {
      return Optional.empty();
    }
    return callers
        .valid(said[0], said[1])
        .filter(caller -> used.once(caller.accountId(), "ticket " + said[3], LIFE.multipliedBy(2)));
  }

  private byte[] sign(String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(properties.pepper().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal((PURPOSE + content).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot compute HMAC-SHA256", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<String> decode(String text) {
    return bytes(text).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
