package io.filstore.devnet.provider;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds the routes of a request, after faults; labels every answer as a simulator's. */
final class ProviderServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Faults faults;
  private final transient List<Routes> routes;

  ProviderServlet(Faults faults, List<Routes> routes) {
    this.faults = faults;
    this.routes = List.copyOf(routes);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("X-Filstore-Devnet", "simulator");
    Optional<Fault> fault = faults.take(Fault.Kind.HTTP_ERROR);
    if (fault.isPresent()) {
      faults.happened(
          fault.get(),
          "",
          "answered HTTP %d to %s %s"
              .formatted(fault.get().status(), request.getMethod(), request.getRequestURI()));
      Answers.text(response, fault.get().status(), fault.get().text() + "\n");
      return;
    }
    for (Routes each : routes) {
      if (each.handle(request, response)) {
        return;
      }
    }
    Answers.text(response, 404, "404 page not found\n");
  }
}
