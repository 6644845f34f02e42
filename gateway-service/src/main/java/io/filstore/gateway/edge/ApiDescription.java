package io.filstore.gateway.edge;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the OpenAPI document; the rest is read from the controllers. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
  private static final String API_KEY = "api_key";

  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  /** The generator knows the records' own names only; on the wire they are in snake case. */
  @Bean
  OpenApiCustomizer snakeCase() {
    return document ->
        document.getComponents().getSchemas().values().forEach(ApiDescription::rename);
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // the library's model is a raw type
  private static void rename(Schema schema) {
    Map<String, Schema> properties = schema.getProperties();
    if (properties != null) {
      Map<String, Schema> renamed = new LinkedHashMap<>();
      properties.forEach((name, type) -> renamed.put(snake(name), type));
      schema.setProperties(renamed);
    }
    List<String> required = schema.getRequired();
    if (required != null) {
      schema.setRequired(required.stream().map(ApiDescription::snake).toList());
    }
  }

  private static String snake(String name) {
    return HUMP.matcher(name).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Filstore Deals")
                .version("1")
                .description(
                    "Uploads, pieces and deals. Errors are RFC 9457 problems with a stable code; lists are paged by opaque "
                        + "cursors. Deal states are pushed over the WebSocket /ws/deals."))
        .components(
            new Components()
                .addSecuritySchemes(
                    API_KEY,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("fsk_<id>_<secret>")))
        .addSecurityItem(new SecurityRequirement().addList(API_KEY));
  }
}
