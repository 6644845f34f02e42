package io.filstore.db.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServiceTokenTest {
  private static final String TEXT = "0123456789abcdef0123456789abcdef";
  private final ServiceToken token = ServiceToken.of(TEXT);

  @Test
  void admitsItselfOnly() {
    assertThat(token.admits("Bearer " + TEXT)).isTrue();
    assertThat(token.admits("bearer  " + TEXT)).isTrue();
    assertThat(token.admits(null)).isFalse();
    assertThat(token.admits("")).isFalse();
    assertThat(token.admits("Bearer ")).isFalse();
    assertThat(token.admits(TEXT)).isFalse();
    assertThat(token.admits("Basic " + TEXT)).isFalse();
    assertThat(token.admits("Bearer " + TEXT + "0")).isFalse();
    assertThat(token.admits("Bearer " + TEXT.substring(1))).isFalse();
  }

  @Test
  void refusesShortTokensWithoutRepeatingThem() {
    assertThatThrownBy(() -> ServiceToken.of("short secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12 characters")
        .hasMessageNotContaining("short secret");
    assertThatThrownBy(() -> ServiceToken.of(null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hidesItself() {
    assertThat(token.toString()).doesNotContain(TEXT);
  }
}
