package io.filstore.devnet.provider;

import java.util.List;
import java.util.Map;

/**
 * Where a CAR can be had.
 *
 * @param headers sent with every request
 */
record Source(String url, Map<String, List<String>> headers) {}
