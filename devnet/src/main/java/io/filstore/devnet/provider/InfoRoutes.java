package io.filstore.devnet.provider;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a provider says about itself. */
final class InfoRoutes implements Routes {
  private static final String ABOUT =
      """
      This is a simulated storage provider of a Filstore devnet. It is not Curio, it is not on the
      Filecoin network, and it keeps data only as long as the devnet's folder exists.
      """;

  @Override
  public boolean handle(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getRequestURI()) {
      case "/" -> Answers.text(response, 200, ABOUT);
      case "/version" -> Answers.text(response, 200, "1.28.4+devnet-simulator");
      case "/health" -> Answers.text(response, 200, "OK");
      default -> {
        return false;
      }
    }
    return true;
  }
}
