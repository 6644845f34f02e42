package io.filstore.watcher.faults;

/**
 * A deal that is proven for good, and where.
 *
 * @param faulted whether the deal is said to be faulted
 */
record ProvenSector(String dealId, long sector, boolean faulted) {}
