package io.filstore.allinone.system;

import java.util.HashMap;
import java.util.Map;

/** The services' documented variables, filled in for one machine. */
final class Settings {
  private Settings() {}

  static Map<String, String> of(SystemOptions options, Secrets secrets, String databaseUrl) {
    Ports ports = options.ports();
    StateFolder folder = options.folder();
    Map<String, String> all = new HashMap<>();
    all.put("FILSTORE_BIND_ADDRESS", options.bindAddress());
    all.putAll(ports.environment());

    all.put("DATABASE_URL", databaseUrl);
    all.put("DATABASE_USER", Database.USER);
    all.put("DATABASE_PASSWORD", secrets.databasePassword());
    all.put("FILSTORE_INTERNAL_TOKEN", secrets.internalToken());
    all.put("FILSTORE_KEYSTORE_PASSWORD", secrets.keystorePassword());
    all.put("FILSTORE_PIECE_TOKEN_KEY", secrets.pieceTokenKey());
    all.put("FILSTORE_API_KEY_PEPPER", secrets.apiKeyPepper());
    all.put("FILSTORE_WEBHOOK_KEY", secrets.webhookKey());
    all.put("FILSTORE_IPNI_KEY", secrets.ipniKey());
    all.put("FILSTORE_BOOTSTRAP_API_KEY_FILE", folder.apiKey().toString());

    all.put("STAGING_DIR", folder.staging().toString());
    all.put("CAR_OUTPUT_DIR", folder.cars().toString());
    all.put("BLOCK_INDEX_DIR", folder.blockIndex().toString());
    all.put("RETRIEVAL_CACHE_DIR", folder.blockCache().toString());
    all.put("DEVNET_DIR", folder.devnet().toString());
    all.put("WATCHER_URL", "http://127.0.0.1:" + ports.watcher());
    all.put("SCHEDULER_URL", "http://127.0.0.1:" + ports.scheduler());
    all.put("PIECE_BASE_URL", "http://127.0.0.1:" + ports.retrieval());
    if (usesDevnet(System.getenv())) {
      all.put("LOTUS_RPC", chainRpc(ports, System.getenv()));
      all.put("FAUCET_URL", "http://127.0.0.1:" + ports.devnet() + "/devnet/faucet");
    }

    // One signal stops all within seconds; whatever was under way is resumed at the next start.
    all.put("spring.lifecycle.timeout-per-shutdown-phase", "3s");
    all.put("db-scheduler.shutdown-max-wait", "3s");
    all.put("spring.main.banner-mode", "off");
    all.putAll(options.settings());
    return all;
  }

  /** The chain's address: the simulator's own, or the one that the user names. */
  static String chainRpc(Ports ports, Map<String, String> environment) {
    String named = environment.getOrDefault("LOTUS_RPC", "");
    return usesDevnet(environment) || named.isBlank()
        ? "http://127.0.0.1:" + ports.devnet() + "/rpc/v1"
        : named;
  }

  /** The simulator is left out as soon as the user names a network or an endpoint of his own. */
  static boolean usesDevnet(Map<String, String> environment) {
    String network = environment.getOrDefault("FILECOIN_NETWORK", "");
    return network.isBlank() || network.equals("devnet");
  }
}
