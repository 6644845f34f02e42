package io.filstore.devnet.actors.verifreg;

import io.filstore.multiformats.Cid;

/** What a provider claims: every field has to equal the allocation's. */
public record ClaimRequest(long provider, long client, long allocation, Cid data, long size) {}
