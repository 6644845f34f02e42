package io.filstore.retrieval.ipfs;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** Tells JSON from other text, without building its values. */
final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** Whether these are exactly one JSON value. */
  static boolean isWhole(byte[] text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException otherText) {
      return false;
    }
  }

  /**
   * Whether a file that begins like this is taken for JSON: a list or map, cut off at most behind
   * the head.
   */
  static boolean begins(byte[] head) {
    int first = 0;
    while (first < head.length && head[first] <= ' ') {
      first++;
    }
    if (first == head.length || (head[first] != '{' && head[first] != '[')) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), head)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (UnexpectedEndOfInputException cut) {
      return head.length == FileType.HEAD;
    } catch (JacksonException otherText) {
      return false;
    }
  }
}
