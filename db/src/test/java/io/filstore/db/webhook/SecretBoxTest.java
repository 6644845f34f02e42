package io.filstore.db.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final String ID = "whk_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private final SecretBox box = new SecretBox(KEY);

  @Test
  void opensWhatItSealedAndNothingElse() {
    byte[] sealed = box.seal("whsec_secret", ID);

    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(box.seal("whsec_secret", ID)).isNotEqualTo(sealed);
    assertThat(new SecretBox(KEY).open(sealed, ID)).isEqualTo("whsec_secret");
    assertThatThrownBy(() -> box.open(sealed, ID.replace('V', 'W')))
        .hasMessageContaining("FILSTORE_WEBHOOK_KEY does not open");
    assertThatThrownBy(() -> new SecretBox(KEY.replace('a', 'b')).open(sealed, ID))
        .hasMessageContaining("FILSTORE_WEBHOOK_KEY does not open");
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> box.open(sealed, ID)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> box.open(new byte[5], ID)).hasMessageContaining("known form");
  }

  @Test
  void refusesAKeyOfAnotherFormWithoutSayingIt() {
    assertThatThrownBy(() -> new SecretBox("too-short"))
        .hasMessage("FILSTORE_WEBHOOK_KEY must be 64 hex digits, it has 9 characters");
    assertThatThrownBy(() -> new SecretBox(null)).hasMessageContaining("0 characters");
  }
}
