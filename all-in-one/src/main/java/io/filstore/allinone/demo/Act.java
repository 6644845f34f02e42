package io.filstore.allinone.demo;

/**
 * Something that goes wrong at a moment of the story.
 *
 * @param state the deal state whose arrival is waited for
 * @param times how often a deal has to have arrived there
 */
record Act(String state, int times, Order order) {

  String when() {
    String arrival = state.equals("planned") ? "is planned" : "becomes " + state;
    return "when deal number %d %s".formatted(times, arrival);
  }
}
