/**
 * Handlers about configs of topics, brokers, groups and other resources. Constructed by the
 * registry's list.
 */
@NullMarked
package io.barnabas.server.api.config;

import org.jspecify.annotations.NullMarked;
