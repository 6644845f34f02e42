package io.filstore.gateway.account;

import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Makes the first key, when a file for it is named and no key exists. The file is written first and
 * a key in it that the database does not have is taken over, so that a kill in between locks nobody
 * out.
 */
@Component
class BootstrapKey implements InitializingBean {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapKey.class);
  private static final String ACCOUNT = "default";

  private final ApiKeys keys;
  private final AccountProperties properties;

  BootstrapKey(ApiKeys keys, AccountProperties properties) {
    this.keys = keys;
    this.properties = properties;
  }

  @Override
  public void afterPropertiesSet() throws IOException {
    Path file = properties.bootstrapKeyFile();
    if (file == null) {
      return;
    }
    if (keys.anyKey()) {
      if (!Files.exists(file)) {
        LOG.warn("{} is not there, but keys exist: no first key is made", file);
      }
      return;
    }
    if (!Files.exists(file)) {
      write(file, ApiKeyText.generate());
    }
    register(read(file));
    LOG.info("the first API key of the account '{}' is in {}", ACCOUNT, file.toAbsolutePath());
  }

  private void register(ApiKeyText text) {
    try {
      keys.add(
          text.id(),
          keys.account(ACCOUNT),
          "first key",
          text.hash(properties.pepper()),
          Scope.all(),
          null);
    } catch (DuplicateKeyException e) {
      LOG.info("another gateway has registered the first key {}", text.id(), e);
    }
  }

  private static ApiKeyText read(Path file) throws IOException {
    return ApiKeyText.parse(Files.readString(file).strip())
        .orElseThrow(() ->
            new IllegalStateException(
                file
                    + " (FILSTORE_BOOTSTRAP_API_KEY_FILE) holds no API key; remove it to have one made"));
  }

  /** Readable by the owner alone from its first byte, and complete or absent. */
  private static void write(Path file, ApiKeyText text) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path draft =
        Files.createTempFile(
            absolute.getParent(),
            ".key-",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, text.reveal() + "\n", StandardCharsets.US_ASCII);
      try (FileChannel channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
        channel.force(true);
      }
      Files.createLink(absolute, draft);
    } catch (FileAlreadyExistsException e) {
      LOG.info("another gateway has written {} first", file, e);
    } finally {
      Files.delete(draft);
    }
  }
}
