package io.filstore.devnet.rpc;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.MinerAddresses;
import io.filstore.devnet.chain.NodeKeys;
import io.filstore.devnet.incident.Incidents;
import io.filstore.devnet.legacy.LegacyClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
  NodeFaults nodeFaults(Incidents incidents) {
    return new NodeFaults(incidents);
  }

  @Bean
  NodeView nodeView(Chain chain, NodeFaults faults) {
    return new NodeView(chain, faults);
  }

  @Bean
  Dispatcher rpcDispatcher(
      NodeView node,
      MinerAddresses addresses,
      NodeFaults faults,
      NodeKeys keys,
      ObjectProvider<LegacyClient> legacy) {
    List<MethodGroup> groups =
        new ArrayList<>(
            List.of(
                new ChainMethods(node),
                new MarketMethods(node),
                new RegistryMethods(node),
                new MinerMethods(node, addresses),
                new AccountMethods(node),
                new WalletMethods(keys),
                new MessageMethods(node),
                new EventMethods(node)));
    legacy.ifAvailable(client -> groups.add(new LegacyMethods(node, client)));
    return new Dispatcher(groups, faults);
  }

  /** Only upgrades go to the socket; POST on the same path stays with the controller. */
  @Bean
  WebSocketHandlerMapping rpcSocketMapping(
      Dispatcher dispatcher, Access access, NodeView node, NodeFaults faults) {
    WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
    mapping.setOrder(-1);
    mapping.setWebSocketUpgradeMatch(true);
    mapping.setUrlMap(
        Map.of(
            "/rpc/v1",
            new WebSocketHttpRequestHandler(
                new RpcSocket(dispatcher, access, node, faults), new DefaultHandshakeHandler())));
    return mapping;
  }
}
