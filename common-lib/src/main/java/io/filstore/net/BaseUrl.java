package io.filstore.net;

import java.net.URI;

/** The address of a server of somebody else's, which may lie below a path of its host. */
public final class BaseUrl {
  private BaseUrl() {}

  /**
   * The URL of something below the server's, whose own path stays: {@code https://a.example/x} and
   * {@code piece/y} are {@code https://a.example/x/piece/y}. A query of the server's is left out.
   *
   * @param path without a slash in front
   */
  public static URI below(URI server, String path) {
    String own = server.getRawPath() == null ? "" : server.getRawPath();
    return server.resolve((own.endsWith("/") ? own : own + "/") + path);
  }
}
