package io.filstore.devnet.provider;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Requests about one subject. */
interface Routes {
  /** Answers the request, or answers nothing and returns false when it is not for these routes. */
  boolean handle(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
