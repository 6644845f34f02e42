package io.filstore.retrieval.fallback;

import io.filstore.db.piece.Holder;
import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;

/** A server that may have a block. */
sealed interface Source {

  HttpUrl base();

  /** As told to readers: never a path, a user or a query of its URL. */
  String name();

  /** In one word, for the operator and the metrics. */
  default String kind() {
    return switch (this) {
      case Provider _ -> "provider";
      case Gateway _ -> "gateway";
      case Found _ -> "found";
    };
  }

  /**
   * A provider with a deal of ours for the piece.
   *
   * @param id as {@code f01000}
   * @param pieceCidV2 of the piece that it has
   */
  record Provider(String id, HttpUrl base, String pieceCidV2) implements Source {
    /** Empty when its address is no URL that may be asked. */
    static Optional<Provider> of(Holder holder) {
      return Source.base(holder.baseUrl())
          .map(base -> new Provider(holder.provider(), base, holder.pieceCidV2()));
    }

    @Override
    public String name() {
      return id;
    }
  }

  /** A trustless gateway that the operator names. */
  record Gateway(HttpUrl base) implements Source {
    @Override
    public String name() {
      return base.host();
    }
  }

  /** A gateway that a router or an indexer named. */
  record Found(HttpUrl base) implements Source {
    @Override
    public String name() {
      return base.host();
    }
  }

  /** What sources on one server have in common: what happens to one happens to all. */
  default String server() {
    return base().host() + ":" + base().port();
  }

  /** The URL, if it is http or https and names nobody but a server, perhaps with a path. */
  static Optional<HttpUrl> base(String text) {
    return Optional.ofNullable(HttpUrl.parse(text.strip()))
        .filter(url -> url.username().isEmpty() && url.password().isEmpty())
        .filter(url -> url.query() == null && url.fragment() == null);
  }

  static Optional<HttpUrl> base(URI uri) {
    return base(uri.toString());
  }
}
