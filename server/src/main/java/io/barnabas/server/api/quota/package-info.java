/** Handlers about client quotas, and how topic handlers obey them. */
@NullMarked
package io.barnabas.server.api.quota;

import org.jspecify.annotations.NullMarked;
