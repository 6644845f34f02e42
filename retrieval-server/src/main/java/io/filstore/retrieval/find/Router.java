package io.filstore.retrieval.find;

import io.filstore.multiformats.Cid;
import okhttp3.HttpUrl;

/** Somebody who says who has a CID. */
public sealed interface Router {

  HttpUrl base();

  /** Where to ask. */
  HttpUrl url(Cid cid);

  /** Delegated routing, version 1; the base may end in {@code /routing/v1} or leave it out. */
  record Delegated(HttpUrl base) implements Router {
    @Override
    public HttpUrl url(Cid cid) {
      boolean named = base.encodedPath().replaceAll("/$", "").endsWith("/routing/v1");
      return base.newBuilder()
          .addPathSegments(named ? "" : "routing/v1")
          .addPathSegments("providers/" + cid)
          .addQueryParameter("filter-protocols", Records.GATEWAY)
          .build();
    }
  }

  /** The query interface of an indexer. */
  record Indexer(HttpUrl base) implements Router {
    @Override
    public HttpUrl url(Cid cid) {
      return base.newBuilder().addPathSegments("cid/" + cid).build();
    }
  }
}
