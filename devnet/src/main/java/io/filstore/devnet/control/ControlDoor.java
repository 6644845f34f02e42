package io.filstore.devnet.control;

import io.filstore.devnet.rpc.RpcConfiguration.RpcToken;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who may come in. Never a page in a browser: a web site that its user merely visits could reach a
 * port on loopback. With a token configured only its holder may order ticks, faults, reorgs and
 * terminations, and sees which are to come; the faucet stays open, as faucets are.
 */
@Component
final class ControlDoor extends OncePerRequestFilter {
  private static final String CONTROL = "/devnet/";
  private static final String FAUCET = "/devnet/faucet";
  private static final Set<String> SHOWN_TO_ALL = Set.of("/devnet/status", "/devnet/providers");

  private final RpcToken token;

  ControlDoor(RpcToken token) {
    this.token = token;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getHeader(HttpHeaders.ORIGIN) != null) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    } else if (isOrder(request) && !token.isHeldBy(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isOrder(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    boolean open = path.equals(FAUCET) || (reads && SHOWN_TO_ALL.contains(path));
    return path.startsWith(CONTROL) && !open;
  }
}
