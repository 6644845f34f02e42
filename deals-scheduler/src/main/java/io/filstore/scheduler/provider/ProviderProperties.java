package io.filstore.scheduler.provider;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How providers are called. A provider with a node of the operator's own is reached there instead
 * of at its public market. Naming such a node is the permission to call it at a private address,
 * where most of them are; {@code allowPrivate} is about the addresses that providers name.
 *
 * @param allowPrivate whether providers on private addresses are called outside a devnet too
 *     (DEAL_ALLOW_PRIVATE_PROVIDERS)
 * @param boost own boostds, {@code f01000=http://boostd:1288+http://boostd:8080} with JSON-RPC and
 *     GraphQL (DEAL_BOOST_PROVIDERS)
 * @param lotus own Lotus nodes up to 1.27.0, {@code f01001=http://lotus:1234}
 *     (DEAL_LOTUS_PROVIDERS)
 * @param tokenFiles files with the nodes' tokens, {@code f01000=/run/secrets/boostd-token}
 *     (DEAL_NODE_TOKEN_FILES)
 * @param carFolders where the nodes see the finished CARs, {@code f01000=/mnt/cars}
 *     (DEAL_NODE_CAR_FOLDERS)
 */
@ConfigurationProperties("filstore.providers")
record ProviderProperties(
    @DefaultValue("false") boolean allowPrivate,
    @DefaultValue("") String boost,
    @DefaultValue("") String lotus,
    @DefaultValue("") String tokenFiles,
    @DefaultValue("") String carFolders) {}
