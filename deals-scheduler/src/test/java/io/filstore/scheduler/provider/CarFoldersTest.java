package io.filstore.scheduler.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarFoldersTest {

  @Test
  void aCarIsInTheFolderThatItsNodeSees() {
    CarFolders folders =
        CarFolders.of("f01000=/mnt/cars,t01001=/data/", Set.of("f01000", "f01001"));

    assertThat(folders.path("f01000", "x.car")).isEqualTo("/mnt/cars/x.car");
    assertThat(folders.path("f01001", "x.car")).isEqualTo("/data/x.car");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|DEAL_NODE_CAR_FOLDERS must say where the node of f01000 sees the CARs, like f01000=/mnt/cars",
        "f01000=cars|DEAL_NODE_CAR_FOLDERS has the folder 'cars' for f01000, it must begin with /",
        "f01000=/cars,f01007=/cars|DEAL_NODE_CAR_FOLDERS names f01007, which is neither in",
        "/cars|DEAL_NODE_CAR_FOLDERS has the entry '/cars', it must be like f01000=/mnt/cars"
      })
  void whatCannotBeMeantIsRefused(String setting, String told) {
    assertThatThrownBy(() -> CarFolders.of(setting, Set.of("f01000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }
}
