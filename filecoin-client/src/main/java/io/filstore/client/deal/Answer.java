package io.filstore.client.deal;

/** What came of one HTTP call to a provider. */
sealed interface Answer {

  record Http(int status, byte[] body) implements Answer {
    String text() {
      return ProviderText.of(body);
    }

    String told() {
      return "HTTP " + status + " " + text();
    }

    /** The handler may outlive such an answer and do its work a moment later. */
    boolean isInDoubt() {
      return status >= 500 || status == 408;
    }
  }

  /** The request may have left, the answer did not come. */
  record Lost(String why) implements Answer {}

  record Unsent(String why) implements Answer {}
}
