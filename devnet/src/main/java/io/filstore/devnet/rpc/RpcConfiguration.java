package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.MinerAddresses;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** Puts the node's interface together. */
@Configuration(proxyBeanMethods = false)
@Import({RpcController.class, SnapshotController.class})
public class RpcConfiguration {

  /**
   * The token that grants everything.
   *
   * @param value empty when everybody may do everything
   */
  public record RpcToken(String value) {
    private static final String BEARER = "Bearer ";

    /** Whether the value of an Authorization header carries the token, or none is needed. */
    public boolean isHeldBy(@Nullable String authorization) {
      return !isNeeded()
          || (authorization != null
              && authorization.startsWith(BEARER)
              && isEqualTo(authorization.substring(BEARER.length()).strip()));
    }

    boolean isNeeded() {
      return !value.isEmpty();
    }

    boolean isEqualTo(String given) {
      return MessageDigest.isEqual(
          given.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "RpcToken[hidden]";
    }
  }

  @Bean
  Access rpcAccess(RpcToken token) {
    return new Access(token);
  }

  @Bean
  Dispatcher rpcDispatcher(Chain chain, MinerAddresses addresses) {
    return new Dispatcher(
        List.of(
            new ChainMethods(chain),
            new MarketMethods(chain),
            new RegistryMethods(chain),
            new MinerMethods(chain, addresses),
            new AccountMethods(chain),
            new MessageMethods(chain),
            new EventMethods(chain)));
  }

  /** Only upgrades go to the socket; POST on the same path stays with the controller. */
  @Bean
  WebSocketHandlerMapping rpcSocketMapping(Dispatcher dispatcher, Access access, Chain chain) {
    WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
    mapping.setOrder(-1);
    mapping.setWebSocketUpgradeMatch(true);
    mapping.setUrlMap(
        Map.of(
            "/rpc/v1",
            new WebSocketHttpRequestHandler(
                new RpcSocket(dispatcher, access, chain), new DefaultHandshakeHandler())));
    return mapping;
  }
}
