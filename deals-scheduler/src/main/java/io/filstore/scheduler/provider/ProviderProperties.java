package io.filstore.scheduler.provider;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How providers are called.
 *
 * @param allowPrivate whether providers on private addresses are called outside a devnet too
 *     (DEAL_ALLOW_PRIVATE_PROVIDERS)
 */
@ConfigurationProperties("filstore.providers")
record ProviderProperties(@DefaultValue("false") boolean allowPrivate) {}
