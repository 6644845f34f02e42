package io.filstore.devnet.provider;

import java.io.File;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;

/** An HTTP server of a provider's own, so that a provider can be down while the others are up. */
final class ProviderServer implements AutoCloseable {
  private final int port;
  private final Tomcat tomcat = new Tomcat();
  private final Connector connector = new Connector();
  private boolean paused;

  ProviderServer(String bindAddress, int port, Faults faults, List<Routes> routes) {
    this.port = port;
    connector.setPort(port);
    connector.setProperty("address", bindAddress);
    connector.setProperty("bindOnInit", "false");
    tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
    tomcat.setSilent(true);
    tomcat.setConnector(connector);
    tomcat.getHost().setAutoDeploy(false);
    Context context = tomcat.addContext("", new File(".").getAbsolutePath());
    Tomcat.addServlet(context, "provider", new ProviderServlet(faults, routes));
    context.addServletMappingDecoded("/", "provider");
  }

  void start() {
    if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
      protocol.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }
    try {
      connector.setThrowOnFailure(true);
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(
          "provider port %d cannot be opened; set DEVNET_PROVIDER_PORT to a free one"
              .formatted(port),
          e);
    }
    connector.setPort(connector.getLocalPort());
  }

  int port() {
    return connector.getPort();
  }

  /** Stops listening; connections are refused. */
  synchronized void pause() {
    if (!paused) {
      paused = true;
      change(connector::stop);
    }
  }

  /** Listens again on the same port. */
  synchronized void resume() {
    if (paused) {
      paused = false;
      change(connector::start);
    }
  }

  private interface Change {
    void run() throws LifecycleException;
  }

  private static void change(Change change) {
    try {
      change.run();
    } catch (LifecycleException e) {
      throw new IllegalStateException("a provider's server did not change state", e);
    }
  }

  @Override
  public void close() {
    change(tomcat::stop);
    change(tomcat::destroy);
  }
}
