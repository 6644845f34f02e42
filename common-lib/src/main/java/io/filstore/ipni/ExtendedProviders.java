package io.filstore.ipni;

import io.filstore.ipld.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Further providers of the content of an advertisement.
 *
 * @param override whether they take the place of those for all contexts; with a context id only
 */
public record ExtendedProviders(List<ExtendedProvider> providers, boolean override) {

  public ExtendedProviders {
    providers = List.copyOf(providers);
  }

  Node node() {
    return new Node.Map(
        Map.of(
            "Override",
            new Node.Bool(override),
            "Providers",
            new Node.List(providers.stream().map(ExtendedProvider::node).toList())));
  }

  static ExtendedProviders of(Node node) {
    Fields fields = Fields.of("extended providers", node, Set.of("Providers", "Override"));
    return new ExtendedProviders(
        fields.list("Providers").stream().map(ExtendedProvider::of).toList(),
        fields.bool("Override"));
  }

  /** Every one has signed for itself, the provider of the advertisement is among them. */
  void verify(AdDraft ad) {
    Advertisement.require(!ad.removes(), "a removal has no extended providers");
    Advertisement.require(!override || ad.contextId().length > 0, "an override needs a context id");
    Advertisement.require(
        providers.stream().anyMatch(one -> one.provider().equals(ad.provider())),
        "the provider is not among the extended ones");
    for (ExtendedProvider one : providers) {
      Advertisement.require(
          ad.signer(one, override).equals(one.provider()),
          "somebody else signed for extended provider " + one.provider());
    }
  }
}
