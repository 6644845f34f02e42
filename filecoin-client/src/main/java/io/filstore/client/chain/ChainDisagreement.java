package io.filstore.client.chain;

import java.util.List;

/** Two endpoints tell different things of the same finalized tipset: nothing may be concluded. */
public final class ChainDisagreement extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  private final String question;
  private final transient List<Answer> answers;

  /** What an endpoint said, shortened; {@code Optional.empty} is "there is none". */
  public record Answer(String endpoint, String value) {

    Answer(String endpoint, Object value) {
      this(endpoint, shortened(String.valueOf(value)));
    }

    private static String shortened(String text) {
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
  }

  ChainDisagreement(String question, Answer one, Answer other) {
    super(
        "%s and %s disagree about %s at a finalized tipset"
            .formatted(one.endpoint(), other.endpoint(), question));
    this.question = question;
    this.answers = List.of(one, other);
  }

  /** What was asked: the name of a method of {@link Chain} with its arguments. */
  public String question() {
    return question;
  }

  /** Both answers, in the order in which they came. */
  public List<Answer> answers() {
    return answers;
  }
}
