package io.filstore.watcher;

import io.filstore.db.account.InternalProperties;
import io.filstore.db.account.ServiceToken;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Health answers everyone who can reach the port; all else needs the internal token. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalProperties.class)
class SecurityConfiguration {
  private static final String UNAUTHENTICATED =
      """
      {"type":"https://docs.filstore.example/problems/unauthenticated","title":"Not authenticated","status":401,\
      "detail":"This path needs the internal token as bearer token.","code":"unauthenticated"}\
      """;

  @Bean
  SecurityFilterChain routes(HttpSecurity http, InternalProperties internal) throws Exception {
    ServiceToken token = internal.serviceToken();
    return http.csrf(csrf -> csrf.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(paths ->
            paths
                .requestMatchers("/actuator/health/**")
                .permitAll()
                .requestMatchers("/actuator/prometheus", "/internal/**")
                .access((_, asked) ->
                    new AuthorizationDecision(
                        token.admits(asked.getRequest().getHeader(HttpHeaders.AUTHORIZATION))))
                .anyRequest()
                .denyAll())
        .exceptionHandling(
            problems -> problems.authenticationEntryPoint((_, response, _) -> refuse(response)))
        .build();
  }

  /** No users: keeps Spring Boot from inventing one with a password in the log. */
  @Bean
  UserDetailsService noUsers() {
    return new InMemoryUserDetailsManager();
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader("WWW-Authenticate", "Bearer");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(UNAUTHENTICATED.getBytes(StandardCharsets.UTF_8));
  }
}
