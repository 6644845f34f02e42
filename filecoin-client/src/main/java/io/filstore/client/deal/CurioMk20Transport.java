package io.filstore.client.deal;

import io.filstore.filecoin.Signer;
import io.filstore.filecoin.mk20.CurioAuth;
import io.filstore.net.BaseUrl;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Curio's MK20 market, JSON over HTTP (curio market/mk20/http, 1.27.4 and later). Result codes are
 * HTTP statuses, some of them nonstandard.
 */
public final class CurioMk20Transport implements DealTransport {

  private static final String BASE = "/market/mk20";

  /** Compared exactly by the server: a charset suffix is refused. */
  private static final MediaType JSON_TYPE = MediaType.get("application/json");

  private static final long MAX_ANSWER = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final OkHttpClient http;

  /** A kept connection that the provider has closed meanwhile costs a read nothing. */
  private final OkHttpClient reads;

  private final ProviderAddresses addresses;
  private final Clock clock;

  public CurioMk20Transport(ProviderAddresses addresses, Clock clock) {
    this(addresses, clock, Duration.ofSeconds(30));
  }

  /** One that waits so long for an answer. */
  public CurioMk20Transport(ProviderAddresses addresses, Clock clock, Duration timeout) {
    this.addresses = addresses;
    this.clock = clock;
    this.http =
        new OkHttpClient.Builder()
            .dns(addresses.dns())
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(timeout)
            .callTimeout(timeout)
            .eventListener(new SentListener())
            .build();
    this.reads = http.newBuilder().retryOnConnectionFailure(true).build();
  }

  @Override
  public ProposalOutcome propose(URI provider, DealOffer offer, Signer client) {
    Answer answer =
        signed(
            provider, "POST", BASE + "/deal", RequestBody.create(offer.body(), JSON_TYPE), client);
    return switch (answer) {
      case Answer.Unsent unsent -> new ProposalOutcome.Unreachable(unsent.why());
      case Answer.Lost lost -> afterDoubt(provider, offer, client, lost.why());
      case Answer.Http http when http.status() >= 500 || http.status() == 408 ->
          afterDoubt(provider, offer, client, http.told());
      case Answer.Http http -> outcome(http);
    };
  }

  @Override
  public OfferStatus status(URI provider, DealOffer offer, Signer client) {
    Answer answer = signed(provider, "GET", BASE + "/status/" + offer.key(), null, client);
    return switch (answer) {
      case Answer.Unsent unsent -> new OfferStatus.Unknown(unsent.why());
      case Answer.Lost lost -> new OfferStatus.Unknown(lost.why());
      case Answer.Http http when http.status() == 200 -> stored(http);
      case Answer.Http http when http.status() == 401 || http.status() == 404 ->
          products(provider, client).isPresent()
              ? new OfferStatus.NotStored()
              : new OfferStatus.Unknown(
                  "status answered " + http.told() + " and products did not answer");
      case Answer.Http http -> new OfferStatus.Unknown("status answered " + http.told());
    };
  }

  /**
   * The products that the provider has enabled; empty when it does not answer as MK20. Also proves
   * that our key is accepted.
   */
  public Optional<Set<String>> products(URI provider, Signer client) {
    return list(provider, "products", client);
  }

  /** The data sources that the provider has enabled; empty when it does not answer as MK20. */
  public Optional<Set<String>> sources(URI provider, Signer client) {
    return list(provider, "sources", client);
  }

  private Optional<Set<String>> list(URI provider, String what, Signer client) {
    Answer answer = signed(provider, "GET", BASE + "/" + what, null, client);
    if (!(answer instanceof Answer.Http http) || http.status() != 200) {
      return Optional.empty();
    }
    try {
      Set<String> names = new HashSet<>();
      JSON.readTree(http.text()).path(what).forEach(name -> names.add(name.asString()));
      return Optional.of(names);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * A repeated ULID is answered with 500, and a slow handler with 503 while it goes on and may keep
   * the deal a moment later: only the status tells, and "not stored" only some time afterwards
   * (curio market/mk20/mk20.go).
   */
  private ProposalOutcome afterDoubt(URI provider, DealOffer offer, Signer client, String told) {
    return switch (status(provider, offer, client)) {
      case OfferStatus.Stored stored ->
          new ProposalOutcome.Accepted("found " + stored.status() + " after: " + told);
      case OfferStatus.NotStored none -> new ProposalOutcome.Ambiguous(told + "; not stored yet");
      case OfferStatus.Unknown unknown ->
          new ProposalOutcome.Ambiguous(told + "; " + unknown.why());
    };
  }

  private static ProposalOutcome outcome(Answer.Http http) {
    if (http.status() == 200) {
      return new ProposalOutcome.Accepted(http.text());
    }
    return new ProposalOutcome.Rejected(
        Refusals.mk20(http.status(), http.text()), "mk20-" + http.status(), http.text());
  }

  private static OfferStatus stored(Answer.Http http) {
    try {
      JsonNode ddo = JSON.readTree(http.text()).path("ddo_v1");
      if (!ddo.has("status")) {
        return new OfferStatus.Unknown("status answered without ddo_v1");
      }
      return new OfferStatus.Stored(
          ddo.path("status").asString(), ddo.path("errorMsg").asString(""), null, 0, 0);
    } catch (JacksonException e) {
      return new OfferStatus.Unknown("status answered 200 without JSON");
    }
  }

  /**
   * Signs for this minute and sends; once more on 401, because some releases accept the current
   * minute only.
   */
  private Answer signed(
      URI provider, String method, String path, @Nullable RequestBody body, Signer client) {
    Answer first = send(provider, method, path, body, client);
    boolean refused = first instanceof Answer.Http http && http.status() == 401;
    return refused ? send(provider, method, path, body, client) : first;
  }

  private Answer send(
      URI provider, String method, String path, @Nullable RequestBody body, Signer client) {
    Sent sent = new Sent();
    try {
      addresses.check(provider);
      URI url = BaseUrl.below(provider, path.substring(1));
      Request request =
          new Request.Builder()
              .url(url.toString())
              .method(method, body)
              .tag(Sent.class, sent)
              .header(
                  "Authorization",
                  CurioAuth.authorization(
                      client,
                      method,
                      // What is in front of it a proxy takes away, before the provider looks.
                      path,
                      clock.instant().truncatedTo(ChronoUnit.MINUTES)))
              .build();
      OkHttpClient caller = method.equals("GET") ? reads : http;
      try (Response response = caller.newCall(request).execute()) {
        return new Answer.Http(
            response.code(), ProviderText.of(response.peekBody(MAX_ANSWER).bytes()));
      }
    } catch (IOException e) {
      return sent.anything ? new Answer.Lost(e.toString()) : new Answer.Unsent(e.toString());
    }
  }

  private sealed interface Answer {

    record Http(int status, String text) implements Answer {
      String told() {
        return "HTTP " + status + " " + text;
      }
    }

    /** The request left, the answer did not come. */
    record Lost(String why) implements Answer {}

    record Unsent(String why) implements Answer {}
  }

  private static final class Sent {
    private volatile boolean anything;
  }

  private static final class SentListener extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      Sent sent = call.request().tag(Sent.class);
      if (sent != null) {
        sent.anything = true;
      }
    }
  }
}
