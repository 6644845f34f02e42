package io.filstore.allinone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import io.filstore.devnet.Devnet;
import io.filstore.devnet.DevnetOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosPlanTest {

  @Test
  void whatGoesWrongFollowsFromTheSeedAlone() {
    assertThat(ChaosPlan.of(7)).isEqualTo(ChaosPlan.of(7));
    assertThat(LongStream.range(0, 100).mapToObj(seed -> ChaosPlan.of(seed).atStart()).distinct())
        .hasSizeGreaterThan(95);
  }

  /** Otherwise a story could not end well at all. */
  @Test
  void asManyProvidersAsCopiesAreWantedFailOnlyLightly() {
    for (long seed = 0; seed < 200; seed++) {
      ChaosPlan plan = ChaosPlan.of(seed);
      assertThat(plan.providers()).hasSize(ChaosPlan.PROVIDERS).doesNotHaveDuplicates();
      List<String> sound =
          plan.providers().subList(ChaosPlan.PROVIDERS - ChaosPlan.REPLICAS, ChaosPlan.PROVIDERS);
      assertThat(plan.atStart())
          .filteredOn(order -> sound.stream().anyMatch(order.path()::contains))
          .noneMatch(order -> order.body().matches(".*(refuse|never|unreachable|lose_deal).*"));
    }
  }

  @Test
  void theDevnetUnderstandsEveryOrderOfManySeeds() {
    DevnetOptions options = DevnetOptions.manualTicks().withProviders(ChaosPlan.PROVIDERS);
    OkHttpClient http = new OkHttpClient();
    Set<String> kinds = new HashSet<>();
    try (Devnet devnet = Devnet.start(options)) {
      devnet.tick(20);
      DevnetControl control = new DevnetControl(http, devnet.baseUrl());
      for (long seed = 0; seed < 150; seed++) {
        ChaosPlan plan = ChaosPlan.of(seed);
        plan.atStart().forEach(control::order);
        plan.acts().forEach(act -> control.order(act.order()));
        plan.atStart().forEach(order -> kinds.add(order.body().replaceAll("[0-9]", "")));
        plan.acts().forEach(act -> kinds.add(act.order().body().replaceAll("[0-9]", "")));
        control.clearFaults();
      }
      assertThat(control.newIncidents()).isNotEmpty();
    } finally {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
    assertThat(kinds).as("different kinds of trouble").hasSizeGreaterThan(25);
  }

  @Test
  void aSeedIsANumber(@TempDir Path folder) {
    SystemOptions options = SystemOptions.isolated(folder, Map.of());
    for (List<String> arguments :
        List.of(List.of("--chaos"), List.of("--chaos", "x"), List.of("--chaos", "-1"))) {
      assertThatThrownBy(() -> DemoCommand.parse(options, arguments))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("--chaos needs a seed");
    }
  }
}
