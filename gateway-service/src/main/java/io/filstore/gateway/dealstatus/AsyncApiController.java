package io.filstore.gateway.dealstatus;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The AsyncAPI document: every message of WebSocket, SSE and webhooks, every type of event. */
@Hidden
@RestController
final class AsyncApiController {
  private static final Resource DOCUMENT = new ClassPathResource("asyncapi.json");

  @GetMapping(path = "/asyncapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Resource document() {
    return DOCUMENT;
  }
}
