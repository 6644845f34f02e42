package io.filstore.cli.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The verbs of a group, each made only when it is needed: to describe them all to picocli takes
 * longer than most of them do.
 */
public final class Verbs {
  private final String name;
  private final Supplier<VerbGroup> group;
  private final Map<String, Function<Streams, Verb>> verbs = new LinkedHashMap<>();

  private Verbs(String name, Supplier<VerbGroup> group) {
    this.name = name;
    this.group = group;
  }

  /**
   * A group without verbs yet. It and its verbs have the names that their annotations give them.
   */
  public static Verbs of(String name, Supplier<VerbGroup> group) {
    return new Verbs(name, group);
  }

  public Verbs with(String name, Function<Streams, Verb> verb) {
    verbs.put(name, verb);
    return this;
  }

  /** Of the group. */
  public String name() {
    return name;
  }

  /** The group with all of its verbs, in the order in which they are listed. */
  public CommandLine all(Streams streams) {
    CommandLine all = new CommandLine(group.get());
    verbs.values().forEach(verb -> all.addSubcommand(verb.apply(streams)));
    return all;
  }

  /** The group as if it had this verb only; empty if it has no such verb. */
  public Optional<CommandLine> only(String verb, Streams streams) {
    return Optional.ofNullable(verbs.get(verb))
        .map(made -> new CommandLine(group.get()).addSubcommand(made.apply(streams)));
  }
}
