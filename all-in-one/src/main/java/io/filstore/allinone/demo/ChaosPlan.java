package io.filstore.allinone.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * All that will go wrong, as a function of the seed alone.
 *
 * @param product ddo or mk12
 * @param providers in the order in which they are preferred; the troublemakers come first
 * @param atStart what is ordered before the upload
 * @param acts what is ordered while the deals are made
 */
record ChaosPlan(
    long seed, String product, List<String> providers, List<Order> atStart, List<Act> acts) {
  static final int PROVIDERS = 6;
  static final int REPLICAS = 3;
  private static final int TROUBLEMAKERS = 3;
  private static final int FIRST = 1000;

  static ChaosPlan of(long seed) {
    Random random = new Random(seed);
    String product = random.nextInt(3) == 0 ? "mk12" : "ddo";
    List<String> providers =
        new ArrayList<>(IntStream.range(0, PROVIDERS).mapToObj(i -> "f0" + (FIRST + i)).toList());
    Collections.shuffle(providers, random);
    Misfortunes misfortunes = new Misfortunes(random, product);
    List<Order> atStart = new ArrayList<>();
    for (String provider : providers.subList(0, TROUBLEMAKERS)) {
      atStart.add(misfortunes.grave(provider));
    }
    for (String provider : providers.subList(TROUBLEMAKERS, PROVIDERS)) {
      if (random.nextBoolean()) {
        atStart.add(misfortunes.light(provider));
      }
    }
    return new ChaosPlan(
        seed, product, List.copyOf(providers), List.copyOf(atStart), misfortunes.acts());
  }
}
