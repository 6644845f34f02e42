package io.filstore.allinone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir Path folder;

  @Test
  void hasOneOwnerAtATime() {
    StateFolder state = new StateFolder(folder);
    try (StateFolder.Ownership first = state.own()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(state::own)
          .isInstanceOf(SystemException.class)
          .hasMessage("A system already runs on %s: stop it with './filstore down' first.", folder);
    }
    state.own().close();
  }

  @Test
  void keepsWhatUsersUploadedFromOtherUsersOfTheMachine() throws IOException {
    StateFolder state = new StateFolder(folder);
    Files.createDirectory(state.cars());

    state.own().close();

    for (Path path : List.of(state.staging(), state.cars(), state.devnet(), state.logs())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .as(path.toString())
          .isEqualTo("rwx------");
    }
  }

  @Test
  void makesSecretsOnceForTheirOwnerOnly() throws IOException {
    Path secrets = folder.resolve("secrets");

    Secrets made = Secrets.loadOrCreate(secrets);

    assertThat(Secrets.loadOrCreate(secrets)).isEqualTo(made);
    assertThat(made.toString()).doesNotContain(made.internalToken());
    try (var files = Files.list(secrets)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(7);
      for (Path file : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void refusesASecretThatWasCutShort() throws IOException {
    Path secrets = folder.resolve("secrets");
    Secrets.loadOrCreate(secrets);
    Files.writeString(secrets.resolve("internal-token"), "short");

    assertThatThrownBy(() -> Secrets.loadOrCreate(secrets)).hasMessageContaining("at least 32");
  }

  @Test
  void knowsARunningSystemByProcessAndStart() {
    StateFolder state = new StateFolder(folder);
    state.own().close();
    FilstoreSystem system = FilstoreSystem.of(SystemOptions.isolated(folder, Map.of()));
    SystemDescription mine = system.description();

    mine.write(state.systemFile());
    assertThat(SystemDescription.running(state)).contains(mine);

    new SystemDescription(
            mine.pid(),
            mine.startedAt().minusSeconds(60),
            mine.stateFolder(),
            mine.logFolder(),
            mine.apiKeyFile(),
            mine.services(),
            mine.providers(),
            mine.database(),
            mine.chainRpc(),
            mine.simulated())
        .write(state.systemFile());
    assertThat(SystemDescription.running(state)).isEmpty();
  }
}
