package io.filstore.allinone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Settings end up in logs and messages sooner or later; what is secret among them must not. */
class HiddenSecretsTest {
  private static final List<String> SERVICES =
      List.of("gateway", "data-prep", "deals-scheduler", "deals-watcher", "retrieval", "devnet");
  private static final List<String> SECRETS =
      List.of(
          "FILSTORE_INTERNAL_TOKEN",
          "FILSTORE_KEYSTORE_PASSWORD",
          "FILSTORE_PIECE_TOKEN_KEY",
          "FILSTORE_API_KEY_PEPPER",
          "FILSTORE_WEBHOOK_KEY",
          "FILSTORE_IPNI_KEY",
          "FILSTORE_IPNI_MIRROR_KEYS",
          "LOTUS_TOKEN",
          "FILSTORE_REMOTE_SIGNER_TOKEN",
          "DEAL_STATUS_WEBHOOK_SECRET");

  private static final String MARK = "5ec2e7".repeat(10) + "0123";

  @Test
  void noSettingsSayTheirSecrets() throws Exception {
    Binder binder = Binder.get(environment());
    List<String> seen = new ArrayList<>();
    for (Class<?> type : settings()) {
      var annotation =
          AnnotatedElementUtils.getMergedAnnotationAttributes(type, ConfigurationProperties.class);
      String prefix = Objects.requireNonNull(annotation).getString("prefix");
      String text = binder.bindOrCreate(prefix, Bindable.of(type)).toString();
      assertThat(text).as(type.getName()).doesNotContain("5ec2e7");
      seen.add(type.getSimpleName());
    }
    assertThat(seen)
        .contains(
            "AccessProperties",
            "AccountProperties",
            "DevnetProperties",
            "InternalProperties",
            "LiveProperties",
            "PeerProperties",
            "PieceSourceProperties",
            "PublishProperties",
            "WalletProperties",
            "WebhookProperties");
  }

  private static List<Class<?>> settings() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    List<Class<?>> types = new ArrayList<>();
    for (var candidate : scanner.findCandidateComponents("io.filstore")) {
      types.add(Class.forName(Objects.requireNonNull(candidate.getBeanClassName())));
    }
    return types;
  }

  private static StandardEnvironment environment() throws IOException {
    Map<String, Object> given = new TreeMap<>();
    SECRETS.forEach(name -> given.put(name, MARK));
    given.put("IPNI_MIRRORS", "https://mirror.example.org");
    given.put("DEAL_STATUS_WEBHOOK", "http://127.0.0.1:9/");
    given.put("filstore.cores", "1");
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("given", given));
    for (String service : SERVICES) {
      for (PropertySource<?> source :
          new YamlPropertySourceLoader()
              .load(service, new ClassPathResource("/" + service + ".yml"))) {
        environment.getPropertySources().addLast(source);
      }
    }
    return environment;
  }
}
