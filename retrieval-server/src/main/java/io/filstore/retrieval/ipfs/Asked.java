package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** One request with its path followed. */
record Asked(
    HttpServletRequest request,
    HttpServletResponse response,
    IpfsPath path,
    ResolvedPath resolved,
    HeldContent held) {

  Cid cid() {
    return resolved.end();
  }

  boolean isHead() {
    return request.getMethod().equals("HEAD");
  }
}
