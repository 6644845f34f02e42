package io.filstore.gateway.edge;

import io.filstore.gateway.problem.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
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

  /** Adds what the generator does not see, and the names that are used on the wire. */
  @Bean
  OpenApiCustomizer wireFormat() {
    return document -> {
      addProblems(document);
      document.getComponents().getSchemas().values().forEach(ApiDescription::rename);
    };
  }

  /** Every operation may answer with a problem. */
  private static void addProblems(OpenAPI document) {
    ModelConverters.getInstance(true)
        .readAll(Problem.class)
        .forEach(document.getComponents()::addSchemas);
    Schema<?> problem = new Schema<>().$ref("#/components/schemas/Problem");
    ApiResponse response =
        new ApiResponse()
            .description("A problem (RFC 9457) with a stable code")
            .content(
                new Content().addMediaType(Problem.MEDIA_TYPE, new MediaType().schema(problem)));
    document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .forEach(operation -> operation.getResponses().addApiResponse("default", response));
  }

  /** The generator knows the records' own names; on the wire they are in snake case. */
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
                        + "cursors. Events are pushed over WebSocket (/api/v1/events/ws), as server-sent events and to webhooks; /asyncapi.json tells how."))
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
