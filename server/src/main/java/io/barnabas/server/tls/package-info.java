/**
 * Encryption of listeners: key and trust stores, the engines made of them, their replacement while
 * the broker runs, and the principals that certificates of clients stand for. Knows nothing of
 * requests. Files are read through {@link io.barnabas.server.config.SettingFiles}.
 */
@NullMarked
package io.barnabas.server.tls;

import org.jspecify.annotations.NullMarked;
