/** The handlers of transactions: translate, delegate, map errors. */
@NullMarked
package io.barnabas.server.api.transaction;

import org.jspecify.annotations.NullMarked;
