package io.filstore.watcher;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Health and metrics answer everyone who can reach the port; all else needs the internal token. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  private static final String UNAUTHENTICATED =
      """
      {"type":"https://docs.filstore.example/problems/unauthenticated","title":"Not authenticated","status":401,\
      "detail":"This path needs the internal token as bearer token.","code":"unauthenticated"}\
      """;

  @Bean
  SecurityFilterChain routes(HttpSecurity http, InternalProperties internal) throws Exception {
    return http.csrf(csrf -> csrf.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(paths ->
            paths
                .requestMatchers("/actuator/health/**", "/actuator/prometheus")
                .permitAll()
                .requestMatchers("/internal/**")
                .hasAuthority(InternalTokenFilter.SERVICE)
                .anyRequest()
                .denyAll())
        .exceptionHandling(
            problems -> problems.authenticationEntryPoint((_, response, _) -> refuse(response)))
        .addFilterBefore(new InternalTokenFilter(internal.secret()), AuthorizationFilter.class)
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
