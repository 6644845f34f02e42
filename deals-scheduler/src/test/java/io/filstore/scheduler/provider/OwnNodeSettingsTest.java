package io.filstore.scheduler.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.client.deal.OwnNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** The settings as the service reads them: what is wrong keeps it from starting. */
class OwnNodeSettingsTest {

  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Nodes.class);

  /** Without a stereotype, so that no other test's scan finds it. */
  @EnableConfigurationProperties(ProviderProperties.class)
  static class Nodes {
    private final ProviderConfiguration real = new ProviderConfiguration();

    @Bean
    OwnNodes ownNodes(ProviderProperties properties) {
      return real.ownNodes(properties);
    }

    @Bean
    CarFolders carFolders(ProviderProperties properties, OwnNodes nodes) {
      return real.carFolders(properties, nodes);
    }
  }

  @Test
  void withoutSettingsNobodyHasANodeOfTheirOwn() {
    service.run(context -> assertThat(context.getBean(OwnNodes.class).providers()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f01000=http://boostd:1288|''|''|DEAL_BOOST_PROVIDERS has 'http://boostd:1288', it must be two URLs",
        "f01000=http://boostd:1288+http://boostd:8080|''|''|DEAL_NODE_CAR_FOLDERS must say where the node of f01000 sees the CARs",
        "''|f01001=lotus:1234|f01001=/cars|DEAL_LOTUS_PROVIDERS has the URL 'lotus:1234'",
        "''|''|f01001=/cars|DEAL_NODE_CAR_FOLDERS names f01001, which is neither in DEAL_BOOST_PROVIDERS nor in DEAL_LOTUS_PROVIDERS"
      })
  void theServiceDoesNotStart(String boost, String lotus, String folders, String why) {
    service
        .withPropertyValues(
            "filstore.providers.boost=" + boost,
            "filstore.providers.lotus=" + lotus,
            "filstore.providers.car-folders=" + folders)
        .run(context ->
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(why));
  }
}
