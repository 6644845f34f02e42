package io.filstore.scheduler.policy;

import io.filstore.db.chain.ProviderChoice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The providers of this installation: those of the settings and those that an operator added since,
 * and the rules that hold for them.
 *
 * @param providers id addresses that may be chosen, in order of preference
 */
public record Pool(List<String> providers, PlacementRules rules) {

  /** What the settings say, with what an operator said later. */
  static Pool of(PolicyProperties settings, PlacementRules rules, List<ProviderChoice> choices) {
    Set<String> providers = new LinkedHashSet<>(settings.providers());
    Set<String> denied = new LinkedHashSet<>(rules.denied());
    for (ProviderChoice choice : choices) {
      (choice.allowed() ? providers : denied).add(choice.provider());
    }
    return new Pool(new ArrayList<>(providers), rules.denying(new ArrayList<>(denied)));
  }
}
