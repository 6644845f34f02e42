package io.filstore.allinone.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secrets of one system, made at its first start and kept for its life, one file each, readable
 * by the owner only.
 *
 * @param internalToken what the services show each other
 * @param keystorePassword encrypts the wallet's key at rest
 * @param pieceTokenKey 32 bytes in hex; signs the links with which providers fetch pieces
 * @param apiKeyPepper keys the hashes of API keys
 * @param webhookKey 32 bytes in hex; seals the secrets of webhooks
 * @param ipniKey 32 bytes in hex; the peer that public content is had from
 * @param databasePassword of the embedded PostgreSQL
 */
record Secrets(
    String internalToken,
    String keystorePassword,
    String pieceTokenKey,
    String apiKeyPepper,
    String webhookKey,
    String ipniKey,
    String databasePassword) {

  private static final SecureRandom RANDOM = new SecureRandom();

  static Secrets loadOrCreate(Path folder) {
    try {
      PrivateFile.createFolder(folder);
      return new Secrets(
          secret(folder.resolve("internal-token")),
          secret(folder.resolve("keystore-password")),
          secret(folder.resolve("piece-token-key")),
          secret(folder.resolve("api-key-pepper")),
          secret(folder.resolve("webhook-key")),
          secret(folder.resolve("ipni-key")),
          secret(folder.resolve("database-password")));
    } catch (IOException e) {
      throw new SystemException(
          "The secrets in " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static String secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] bytes = new byte[32];
      RANDOM.nextBytes(bytes);
      PrivateFile.write(file, HexFormat.of().formatHex(bytes));
    }
    String value = Files.readString(file).strip();
    if (value.length() < 32) {
      throw new IOException(
          file + " holds " + value.length() + " characters, at least 32 are needed");
    }
    return value;
  }

  @Override
  public String toString() {
    return "Secrets[hidden]";
  }
}
