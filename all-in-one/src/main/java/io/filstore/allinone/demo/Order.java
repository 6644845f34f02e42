package io.filstore.allinone.demo;

/**
 * An order to the devnet that makes something go wrong.
 *
 * @param path below its address
 * @param body JSON
 * @param tells what it means, a clause about the one it happens to
 */
record Order(String path, String body, String tells) {}
