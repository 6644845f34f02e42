package io.filstore.allinone.system;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps a service from configuring libraries that only its neighbours on the one class path
 * brought: alone, it would not have them.
 */
public final class ForeignLibraries implements AutoConfigurationImportFilter, EnvironmentAware {
  private static final String KEY = "filstore.all-in-one.without";

  private List<String> prefixes = List.of();

  /** The setting that switches off every auto-configuration whose class name begins so. */
  static Map<String, String> without(List<String> prefixes) {
    return prefixes.isEmpty() ? Map.of() : Map.of(KEY, String.join(",", prefixes));
  }

  @Override
  public void setEnvironment(Environment environment) {
    String value = environment.getProperty(KEY, "");
    prefixes = value.isEmpty() ? List.of() : List.of(value.split(","));
  }

  @Override
  public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
    boolean[] wanted = new boolean[classes.length];
    for (int i = 0; i < classes.length; i++) {
      String name = classes[i];
      wanted[i] = name == null || prefixes.stream().noneMatch(name::startsWith);
    }
    return wanted;
  }
}
